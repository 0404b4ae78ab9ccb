import type { CliLine } from '../run-cli.ts';
import { type Mark, type Marks, nameOf, tableLine, underWay } from './knowledge.ts';
import { KEYLESS } from './tables.ts';

/** What a kill found, read before the engine is launched again. */
export interface Killed {
  readonly durable: Marks;
  /** Everything the killed process told. */
  readonly lines: readonly CliLine[];
}

/** Work whose result was durable before a kill and that was done again after it, and what was lost because it was not durable. */
export interface Redone {
  readonly slices: number;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  readonly unfinished: { readonly units: number; readonly rows: number; readonly bytes: number };
}

/** `now` is as it is before anything else goes wrong; `lines` is what was told since. */
export function redoneAfter(
  killed: Killed,
  now: Marks,
  init: { readonly lines: readonly CliLine[]; readonly spared: ReadonlySet<string> },
): Redone {
  const { lines, spared } = init;
  const counts = ({ table }: Mark) => !spared.has(nameOf(table));
  const keyed = (mark: Mark) => counts(mark) && !KEYLESS.includes(nameOf(mark.table));
  const complete = new Set(now.tables.map(({ table }) => table));
  const tables = killed.durable.tables.filter((mark) => counts(mark) && (begun(lines).has(mark.table) || isWrittenAgain(mark, now.tables)));
  const slices = killed.durable.slices.filter(
    // A table that is complete needs the marks of its slices no more.
    (mark) => keyed(mark) && isWrittenAgain(mark, now.slices) && !(complete.has(mark.table) && find(mark, now.slices) === undefined),
  );
  const again = [...slices, ...tables.filter(({ table }) => !slices.some((slice) => slice.table === table))];
  return {
    slices: slices.length,
    tables: tables.length,
    rows: sum(again, 'rows'),
    bytes: sum(again, 'bytes'),
    unfinished: underWay(killed.lines, killed.durable),
  };
}

/** Tables that were copied from the start. */
function begun(lines: readonly CliLine[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) => {
      const table = tableLine(line);
      return table?.state === 'copying' && (table.slices?.done ?? 0) === 0 ? [table.id] : [];
    }),
  );
}

function find(mark: Mark, among: readonly Mark[]): Mark | undefined {
  return among.find(({ table, slice }) => table === mark.table && slice === mark.slice);
}

/** The mark is gone, or was written by another transaction. The mark of a whole table may be added to, where it has slices. */
function isWrittenAgain(mark: Mark, now: readonly Mark[]): boolean {
  const found = find(mark, now);
  return found === undefined || (mark.slice !== null && found.writer !== mark.writer);
}

function sum(marks: readonly Mark[], part: 'rows' | 'bytes'): number {
  return marks.reduce((total, mark) => total + mark[part], 0);
}

export function tellRedone({ slices, tables, rows, bytes, unfinished }: Redone): string {
  const lost = `${unfinished.units} unfinished (${unfinished.rows} rows, ${megabytes(unfinished.bytes)})`;
  return `done again: ${slices} finished slices, ${tables} finished tables (${rows} rows, ${megabytes(bytes)}); lost: ${lost}`;
}

/** The line the figures are read from. */
export function sumRedone(all: readonly Redone[], streams: number): string {
  const slices = all.reduce((total, each) => total + each.slices + each.tables, 0);
  const largest = Math.max(0, ...all.map(({ unfinished }) => unfinished.units));
  return `done again after kills: keyed tables ${slices} finished slices (0 expected), largest unfinished work ${largest} slices (streams: ${streams})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
