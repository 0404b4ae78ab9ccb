import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.ts';

/** One figure beside its peer's. `ratio` above 1 means that we are better, whatever the unit. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly ratio: number;
  readonly goal: number;
  readonly met: boolean;
}

/** The format of the files in `results/`: nothing may be added. */
export interface Report {
  readonly bench: string;
  readonly machine: Machine;
  readonly results: readonly Result[];
}

/** What is measured several times, at us and at the peer. */
export interface Figures {
  readonly name: string;
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  readonly peerName: string;
  readonly goal: number;
}

/** Times: less is better, so the ratio is the peer's to ours. */
export function timeResult(init: Figures): Result {
  return lessResult({ ...init, unit: 's' });
}

/** Anything of which less is better. */
export function lessResult(init: Figures & { readonly unit: string }): Result {
  const ours = median(init.ours);
  const peer = median(init.peer);
  return result(init, { ours: round(ours), peer: round(peer), ratio: round(peer / ours) });
}

/** Anything of which more is better, in whole numbers: the ratio is ours to the peer's. */
export function rateResult(init: Figures & { readonly unit: string }): Result {
  const ours = median(init.ours);
  const peer = median(init.peer);
  return result(init, { ours: Math.round(ours), peer: Math.round(peer), ratio: round(ours / peer) });
}

function result(
  { name, unit, peerName, goal }: Figures & { readonly unit: string },
  { ours, peer, ratio }: Pick<Result, 'ours' | 'peer' | 'ratio'>,
): Result {
  return { name, unit, ours, peer, peerName, ratio, goal, met: ratio >= goal };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function save(report: Report): string {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.bench}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

/** The results as lines of a table. */
export function table(results: readonly Result[]): string {
  const rows = [
    ['', 'ours', 'peer', 'ratio', 'goal', ''],
    ...results.map(({ name, unit, ours, peer, peerName, ratio, goal, met }) => [
      name,
      `${ours} ${unit}`,
      `${peer} ${unit} (${peerName})`,
      String(ratio),
      `>= ${goal}`,
      met ? 'met' : 'NOT MET',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
