import { performance } from 'node:perf_hooks';
import type { Result } from '../report.ts';
import { fillSource, type Stage } from '../stage.ts';
import type { Outcome } from './contest.ts';
import type { Data } from './data.ts';
import type { Programs } from './programs.ts';

/** What every part of the bench is given. */
export interface Bench {
  readonly stage: Stage;
  readonly programs: Programs;
  readonly say: (line: string) => void;
}

export interface Measured {
  readonly results: readonly Result[];
  /** For the table of where the time goes. */
  readonly outcomes: readonly Outcome[];
}

/** A database of the source, full; it takes a while, and its size tells what the figures are worth. */
export async function fill(
  { stage, say }: Bench,
  database: string,
  { title, data }: { readonly title: string; readonly data: Data },
): Promise<void> {
  const begun = performance.now();
  const size = await fillSource(stage, database, data);
  say(`${title}: ${data.rows} rows, ${size} MB, filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

export const NOTHING: Measured = { results: [], outcomes: [] };
