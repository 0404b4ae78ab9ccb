import { availableParallelism } from 'node:os';
import type { Outcome } from './contest.ts';
import type { Cost } from './cost.ts';

const HEAD = ['where the time goes', 'wall s', 'engine or programs s', 'source server s', 'destination server s', 'idle s', 'others s'];

/** CPU seconds of each, of the run in the middle. Others are what is left of wall x cores: a figure with much of it says little. */
export function profileTable(outcomes: readonly Outcome[]): readonly string[] {
  const rows = [HEAD, ...outcomes.flatMap(rowsOf)];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '));
}

function rowsOf({ contest, ours, peers }: Outcome): readonly (readonly string[])[] {
  const line = (who: string, costs: readonly Cost[]) => [`${contest.title}: ${who}`, ...cells(middle(costs))];
  return [
    line(
      'ours, the load',
      ours.map(({ load }) => load),
    ),
    line(
      'ours, whole command',
      ours.map(({ whole }) => whole),
    ),
    ...[...peers].map(([peer, costs]) => line(peer.name, costs)),
  ];
}

/** One run, not a mixture of several: its figures add up. */
function middle(costs: readonly Cost[]): Cost | undefined {
  return [...costs].sort((a, b) => a.wall - b.wall)[(costs.length - 1) >> 1];
}

function cells(cost: Cost | undefined): readonly string[] {
  if (cost === undefined) return [];
  const { wall, programs, source, destination, idle } = cost;
  const others = Math.max(0, wall * availableParallelism() - programs - source - destination - idle);
  return [wall, programs, source, destination, idle, others].map((seconds) => seconds.toFixed(2));
}
