import { between } from '../cost.ts';
import { ROUNDS } from '../settings.ts';
import { checkpoint, dropSource, fillSource } from '../stage.ts';
import { turns } from '../turns.ts';
import type { Bench, Measured } from './bench-part.ts';
import { CommitTimes } from './commit-times.ts';
import type { Follower, Following } from './follower.ts';
import { latencyOf, latencyResults, RATES, type Sample } from './latency-figures.ts';
import { MARKER, markerArrives, writeMarker } from './marker.ts';
import { makeOffer, OFFER, OFFERED, offerOf } from './offer.ts';
import { prepareOurs } from './ours.ts';
import { publish, subscribe } from './subscription.ts';

const FROM = 'latency';
const MAKE = ['create schema bench', MARKER, OFFERED];

/**
 * From commit at the source to commit at the destination, of transactions of one row, beside the subscription's. Both write without
 * firing triggers and without looking at foreign keys, as their session is of the role `replica`; the table has neither.
 */
export async function measureLatency(bench: Bench): Promise<Measured> {
  const { stage, say } = bench;
  await fillSource(stage, FROM, { make: [...MAKE, 'create schema make', OFFER], fill: [] });
  await publish(stage, FROM);
  const us = await prepareOurs(stage, FROM);
  const peer = await subscribe(stage, { from: FROM, make: MAKE, binary: true });
  const followers = [us, peer];
  const samples = new Map<Follower, Sample[]>(followers.map((follower) => [follower, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const follower of turns(followers, round)) {
      await checkpoint(stage);
      const first = (round * followers.length + followers.indexOf(follower)) * (RATES.length + 1);
      for await (const { sample, told } of listen(bench, follower, first)) {
        samples.get(follower)?.push(sample);
        say(`latency at ${sample.rate}/s, round ${round + 1}: ${follower.name} ${told}`);
      }
    }
  }
  for (const follower of followers) await follower.release();
  await dropSource(stage, FROM);
  return latencyResults({ ours: samples.get(us) ?? [], peer: samples.get(peer) ?? [], peerName: peer.name });
}

/** Each of the rates in turn, at a follower that has caught up; markers and runs are numbered from `first`. */
async function* listen(
  { stage }: Bench,
  follower: Follower,
  first: number,
): AsyncGenerator<{ readonly sample: Sample; readonly told: string }> {
  const [source, destination] = [stage.source.url(FROM), stage.destination.url(follower.database)];
  const following = await follower.start();
  await caughtUp(following, { source, destination, marker: first });
  for (const [at, rate] of RATES.entries()) {
    const offer = offerOf(first + at, rate);
    const times = [await CommitTimes.watch(source), await CommitTimes.watch(destination)] as const;
    const begun = following.read();
    const due = await makeOffer(source, offer);
    await caughtUp(following, { source, destination, marker: first + at + 1 });
    const ended = following.read();
    const latency = latencyOf({ source: await times[0].read(offer), destination: await times[1].read(offer), offer, due });
    const { p50, p99, max, reached, late } = latency;
    const told = `p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(max)} (${reached.toFixed(0)}/s reached, 99% no later than ${ms(late)})`;
    yield { sample: { rate, latency, cost: between(begun, ended) }, told };
  }
  await following.stop();
}

async function caughtUp(
  following: Following,
  { source, destination, marker }: { readonly source: string; readonly destination: string; readonly marker: number },
): Promise<void> {
  await writeMarker(source, marker);
  await markerArrives(destination, marker, following.check);
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
