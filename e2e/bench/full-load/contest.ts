import { contents } from '../contents.ts';
import type { Cost } from '../cost.ts';
import { ROUNDS } from '../settings.ts';
import type { Stage } from '../stage.ts';
import { turns } from '../turns.ts';
import { attempt } from './attempt.ts';
import type { Data } from './data.ts';
import { type OurRun, runOurs } from './our-run.ts';
import type { Peer } from './peers.ts';

/** The same rows, by us and by each of the peers. */
export interface Contest {
  readonly title: string;
  /** Database of the source. */
  readonly from: string;
  readonly data: Data;
  /** Only the tables of `data`, though the database holds more; it is otherwise copied whole. */
  readonly some?: boolean;
  readonly peers: readonly Peer[];
}

export interface Outcome {
  readonly contest: Contest;
  readonly ours: readonly OurRun[];
  readonly peers: ReadonlyMap<Peer, readonly Cost[]>;
}

export async function hold(stage: Stage, contest: Contest, say: (line: string) => void): Promise<Outcome> {
  const { title, from, data, peers } = contest;
  const tables = contest.some === true ? data.tables : null;
  const url = stage.source.url(from);
  const wanted = { rows: await contents(url, 'rows', tables), content: await contents(url, 'content', tables) };
  const ours: OurRun[] = [];
  const theirs = new Map<Peer, Cost[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const told: string[] = [];
    const us = async () => {
      const to = `${from}_ours_${round}`;
      // A hash of every row takes longer than the load itself: once is enough to know that what is counted is right.
      const depth = round === 0 ? 'content' : 'rows';
      const run = await attempt(stage, { to, make: [], wanted: wanted[depth], depth, work: () => runOurs(stage, { from, to, tables }) });
      ours.push(run);
      told.push(`ours ${seconds(run.load.wall)} (task ${seconds(run.task.wall)}, whole ${seconds(run.whole.wall)})`);
    };
    const them = peers.map((peer, number) => async () => {
      const to = `${from}_peer_${number}_${round}`;
      const make = peer.makesTables ? [] : data.make;
      const cost = await attempt(stage, { to, make, wanted: wanted.rows, depth: 'rows', work: () => peer.run(stage, from, to) });
      theirs.get(peer)?.push(cost);
      told.push(`${peer.name} ${seconds(cost.wall)}`);
    });
    for (const turn of turns([us, ...them], round)) await turn();
    say(`${title}, round ${round + 1}: ${told.join(', ')}`);
  }
  return { contest, ours, peers: theirs };
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
