import { sql } from '../../faults/servers.ts';
import { contents, requireSame } from '../contents.ts';
import { between, type Cost } from '../cost.ts';
import { median } from '../report.ts';
import { ROUNDS } from '../settings.ts';
import { checkpoint, dropSource, fillSource, type Stage } from '../stage.ts';
import { turns } from '../turns.ts';
import type { Backlog } from './backlogs.ts';
import { keepLog } from './dropped.ts';
import type { Follower } from './follower.ts';
import { markerArrives, writeMarker } from './marker.ts';
import { prepareOurs } from './ours.ts';
import { publish, subscribe } from './subscription.ts';

export interface Catch {
  /** From where the follower begins with the log until the last of the backlog is there. */
  readonly load: Cost;
  /** Seconds, from the moment it was asked to: with starting our process. */
  readonly whole: number;
  /** MB; null of a subscription. */
  readonly peakMemory: number | null;
}

export interface Outcome {
  readonly backlog: Backlog;
  readonly ours: readonly Catch[];
  readonly peer: readonly Catch[];
  readonly peerName: string;
  /** Seconds the source alone takes to tell of it. */
  readonly told: readonly number[];
}

/** Several backlogs of a kind, each written while nobody follows and then carried by us and by a subscription, one after the other. */
export async function race(stage: Stage, backlog: Backlog, say: (line: string) => void): Promise<Outcome> {
  const { name, title, make, procedures, fill, tables } = backlog;
  const url = stage.source.url(name);
  await fillSource(stage, name, { make: [...make, ...procedures], fill });
  await publish(stage, name);
  const us = await prepareOurs(stage, name);
  let peers = [await subscribe(stage, { from: name, make, binary: false }), await subscribe(stage, { from: name, make, binary: true })];
  const toldIn: number[] = [];
  const caught = new Map<Follower, Catch[]>([us, ...peers].map((follower) => [follower, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const followers = [us, ...peers];
    // What would be done by and by while it is written to; nobody is to be interrupted by it.
    const databases = [url, ...followers.map(({ database }) => stage.destination.url(database))];
    for (const database of databases) await sql(database, 'vacuum (analyze)');
    const log = await keepLog(stage, name);
    await backlog.write(stage, round);
    await writeMarker(url, round);
    const alone = await log.read();
    toldIn.push(alone);
    // A hash of every row takes longer than the rest: once is enough to know that what is counted is right.
    const depth = round === 0 ? 'content' : 'rows';
    const wanted = await contents(url, depth, tables);
    if (wanted.length !== tables.length) throw new Error(`${name} has other tables than ${tables.join(', ')}: ${wanted.join('; ')}`);
    const told = [`the log alone ${alone.toFixed(2)} s`];
    for (const follower of turns(followers, round)) {
      await checkpoint(stage);
      const verify = async () =>
        requireSame(follower.database, await contents(stage.destination.url(follower.database), depth, tables), wanted);
      const result = await carry(stage, follower, { marker: round, verify });
      caught.get(follower)?.push(result);
      told.push(describe(follower, result));
    }
    say(`${title}, round ${round + 1}: ${told.join(', ')}`);
    if (peers.length > 1) peers = await keepFaster(peers, caught);
  }
  for (const follower of [us, ...peers]) await follower.release();
  await dropSource(stage, name);
  const [peer] = peers;
  return { backlog, ours: caught.get(us) ?? [], peer: (peer && caught.get(peer)) ?? [], peerName: peer?.name ?? '', told: toldIn };
}

async function carry(
  stage: Stage,
  follower: Follower,
  { marker, verify }: { readonly marker: number; readonly verify: () => Promise<void> },
): Promise<Catch> {
  const following = await follower.start();
  const { begun, askedAt } = following;
  const seenAt = await markerArrives(stage.destination.url(follower.database), marker, following.check);
  const ended = following.read();
  const result = {
    load: { ...between(begun, ended), wall: (seenAt - begun.at) / 1000 },
    whole: (seenAt - askedAt) / 1000,
    peakMemory: following.peakMemory(),
  };
  // While it still follows: what were there only once it is stopped came too late.
  await verify();
  await following.stop();
  return result;
}

/** A subscription is as good as the better of its formats; after one round it is known which that is. */
async function keepFaster(peers: readonly Follower[], caught: ReadonlyMap<Follower, readonly Catch[]>): Promise<Follower[]> {
  const wall = (peer: Follower) => median((caught.get(peer) ?? []).map(({ load }) => load.wall));
  const [best, ...others] = [...peers].sort((a, b) => wall(a) - wall(b));
  for (const other of others) await other.release();
  return best === undefined ? [] : [best];
}

function describe({ name }: Follower, { load, whole, peakMemory }: Catch): string {
  const more = peakMemory === null ? '' : ` (${whole.toFixed(2)} s with process start, ${peakMemory.toFixed(0)} MB)`;
  return `${name} ${load.wall.toFixed(2)} s${more}`;
}
