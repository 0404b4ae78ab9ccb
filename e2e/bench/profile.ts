import { availableParallelism } from 'node:os';
import type { Cost } from './cost.ts';

const HEAD = ['where the time goes', 'wall s', 'engine or programs s', 'source server s', 'destination server s', 'idle s', 'others s'];

/** All runs of one kind. */
export interface Costs {
  readonly title: string;
  readonly costs: readonly Cost[];
}

/** CPU seconds of each, of the run in the middle. Others are what is left of wall x cores: a figure with much of it says little. */
export function profileTable(lines: readonly Costs[]): readonly string[] {
  const rows = [HEAD, ...lines.map(({ title, costs }) => [title, ...cells(middle(costs))])];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '));
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
