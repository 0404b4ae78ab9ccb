import { type Result, rateResult, timeResult } from '../report.ts';
import type { Outcome } from './contest.ts';
import type { OurRun } from './our-run.ts';
import type { Peer } from './peers.ts';

/** Which of our three times stands beside the peer's one. */
export type Span = Exclude<keyof OurRun, 'peakMemory'>;

interface Row {
  readonly name: string;
  readonly span: Span;
  readonly peer: Peer;
  readonly goal: number;
}

/** Rows a second of the same rows. */
export function rateOf(outcome: Outcome, row: Row): Result {
  const { ours, peer } = walls(outcome, row);
  const rate = (seconds: number) => outcome.contest.data.rows / seconds;
  return rateResult({ ...row, unit: 'rows/s', ours: ours.map(rate), peer: peer.map(rate), peerName: row.peer.name });
}

export function timeOf(outcome: Outcome, row: Row): Result {
  return timeResult({ ...row, ...walls(outcome, row), peerName: row.peer.name });
}

function walls({ ours, peers }: Outcome, { span, peer }: Row): { readonly ours: readonly number[]; readonly peer: readonly number[] } {
  return { ours: ours.map((run) => run[span].wall), peer: (peers.get(peer) ?? []).map(({ wall }) => wall) };
}
