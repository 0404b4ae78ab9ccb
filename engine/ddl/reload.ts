import type { ColumnStructure, DdlCommand, TableStep, TableStructure } from './structure.ts';

/** Conversions that give the same value wherever they are made, whatever a session has set for itself. */
const EXACT = new Set(
  [
    'smallint integer',
    'smallint bigint',
    'integer bigint',
    'smallint numeric',
    'integer numeric',
    'bigint numeric',
    'real double precision',
  ]
    .concat(['date timestamp without time zone', 'bigint integer', 'integer smallint', 'bigint smallint'])
    .concat([
      'text character varying',
      'character varying text',
      'smallint text',
      'integer text',
      'bigint text',
      'uuid text',
      'boolean text',
    ]),
);

/** Types that differ in what stands in brackets alone: `numeric(10,2)`. */
const bare = (type: string) => type.replace(/\([^)]*\)/, '');

/**
 * Columns that keep the type a person gave them, though the source has changed its own: what became of their values there the destination
 * cannot do for itself.
 */
function isGivenChanged({ before, after, rewritten }: Rewritten, given: ReadonlySet<string>): boolean {
  const was = new Map(before.columns.map(({ number, type }) => [number, type]));
  return after.columns.some(({ number, name, type }) => {
    const old = given.has(name) ? was.get(number) : undefined;
    return old !== undefined && old !== type && (rewritten || !isShownAlike(old, type));
  });
}

type Rewritten = Pick<TableStep, 'rewritten'> & { readonly before: TableStructure; readonly after: TableStructure };

/** Values of one type look as in the others of its line. */
const ALIKE: readonly ReadonlySet<string>[] = [new Set(['text', 'character varying']), new Set(['smallint', 'integer', 'bigint'])];

/** Where no row was written anew its bytes mean the same, not always the text: in UTC a `timestamp` becomes a `timestamptz` like that. */
function isShownAlike(was: string, is: string): boolean {
  return bare(was) === bare(is) || ALIKE.some((types) => types.has(bare(was)) && types.has(bare(is)));
}

/**
 * Whether a command left values that the destination cannot compute for itself: a default that is another each time, a USING, a
 * conversion by the settings of the session. The table is then loaded again. `leftOut`: columns that are not the task's; `given`: those
 * that keep the type a person gave them.
 */
export function needsReload(
  command: DdlCommand,
  { before, after, rewritten, told }: TableStep & { readonly before: TableStructure; readonly after: TableStructure },
  leftOut: readonly string[],
  given: ReadonlySet<string> = new Set(),
): boolean {
  if (told !== undefined) return told.again;
  if (isGivenChanged({ before, after, rewritten }, given)) return true;
  if (!rewritten) return false;
  const was = new Map(before.columns.map((column) => [column.number, column]));
  let explained = false;
  for (const column of after.columns) {
    const old = was.get(column.number);
    const verdict = old === undefined ? ofNew(column) : ofOld(old, column, command);
    // The destination does not have it.
    if (verdict === 'unknown' && leftOut.includes(column.name)) explained = true;
    else if (verdict === 'unknown') return true;
    explained ||= verdict === 'explained';
  }
  return !explained;
}

type Verdict = 'unknown' | 'explained' | 'same';

function ofNew({ generated, identity, default: given, missing }: ColumnStructure): Verdict {
  if (generated !== 'no') return 'explained';
  return identity !== 'no' || (given !== null && missing === null) ? 'unknown' : 'same';
}

function ofOld(old: ColumnStructure, column: ColumnStructure, command: DdlCommand): Verdict {
  if (old.type === column.type && old.collation === column.collation) return 'same';
  if (column.generated !== 'no') return 'explained';
  return isExact(old.type, column.type) && saysNoUsing(command, column.name) ? 'explained' : 'unknown';
}

function isExact(from: string, to: string): boolean {
  const [was, is] = [bare(from), bare(to)];
  // Rounded, or cut of blanks, in the same way everywhere.
  if (was === is) return was === 'numeric' || was === 'character varying';
  return EXACT.has(`${from} ${to}`) || EXACT.has(`${was} ${is}`);
}

/** The text need not be of this command alone, as when a function or another event trigger ran it: then nothing is known. */
function saysNoUsing({ tag, text }: DdlCommand, column: string): boolean {
  const isOne = tag === 'ALTER TABLE' && /^\s*alter\s+table\b/i.test(text) && !/;\s*\S/.test(text);
  return isOne && /\btype\b/i.test(text) && text.toLowerCase().includes(column.toLowerCase()) && !/\busing\b/i.test(text);
}
