import { lessResult, type Result, timeResult } from '../report.ts';
import { isWanted } from '../settings.ts';
import { type Backlog, backlogs } from './backlogs.ts';
import type { Bench, Measured } from './bench-part.ts';
import { PARTS } from './parts.ts';
import { type Outcome, race } from './race.ts';

const LIMIT_MB = 256;

/** What is in the slot already when the clock starts: how fast it is caught up with, and in how much memory. */
export async function measureBacklogs({ stage, pgbench, say }: Bench): Promise<Measured> {
  const outcomes: Outcome[] = [];
  for (const backlog of backlogs(pgbench)) {
    if (isWanted(backlog.part) || (backlog.name === 'thousands' && isWanted('memory'))) outcomes.push(await race(stage, backlog, say));
  }
  return { results: outcomes.flatMap(resultsOf), costs: outcomes.flatMap(costsOf) };
}

function resultsOf(outcome: Outcome): readonly Result[] {
  const { backlog } = outcome;
  const memory = backlog.part === 'memory' || backlog.part === 'thousands' ? [memoryOf(outcome)] : [];
  return backlog.part === 'memory' ? memory : [timeOf(outcome, backlog), ceilingOf(outcome), ...memory];
}

function timeOf({ ours, peer, peerName }: Outcome, { title, part }: Backlog): Result {
  const walls = { ours: ours.map(({ load }) => load.wall), peer: peer.map(({ load }) => load.wall) };
  return timeResult({ ...walls, name: title, peerName, goal: PARTS[part].goal });
}

/** The ratio of somebody who applies the changes in no time at all. */
function ceilingOf({ backlog, told, peer, peerName }: Outcome): Result {
  const walls = { ours: told, peer: peer.map(({ load }) => load.wall) };
  return timeResult({ ...walls, name: `${backlog.title}: the log alone, dropped as it is read`, peerName, goal: PARTS[backlog.part].goal });
}

function memoryOf({ backlog, ours }: Outcome): Result {
  const peaks = ours.map(({ peakMemory }) => peakMemory ?? Number.NaN);
  const name = `peak RSS, ${backlog.title}`;
  return lessResult({ name, unit: 'MB', ours: peaks, peer: [LIMIT_MB], peerName: 'limit', goal: PARTS.memory.goal });
}

function costsOf({ backlog, ours, peer, peerName }: Outcome): Measured['costs'] {
  return [
    { title: `${backlog.title}: ours`, costs: ours.map(({ load }) => load) },
    { title: `${backlog.title}: ${peerName}`, costs: peer.map(({ load }) => load) },
  ];
}
