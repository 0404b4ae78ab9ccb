import type { ExistingTable } from '../destination/destination.ts';
import type { KeyDestination } from '../destination/keys.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { Key } from '../schema/row.ts';
import { displayName, type TableId, type TableName, tableId } from '../schema/table.ts';
import type { KeySource } from '../source/keys.ts';
import { type Text, text } from '../text.ts';
import { grouped, listed } from './names.ts';

/** What of the keys that were looked at is there more than once. */
export interface Overlap {
  /** The key's columns at the destination. */
  readonly columns: readonly string[];
  readonly looked: number;
  readonly found: readonly Key[];
  /** The tables of the source that have these. */
  readonly tables: readonly TableName[];
  /** Those of which there was no time to look, or not wholly. */
  readonly unseen: readonly TableName[];
}

export interface Overlaps {
  /** By the table of the source: keys of its rows that are at the destination already. One that was not looked at is absent. */
  readonly there: ReadonlyMap<TableId, Overlap>;
  /** By the table of the destination: keys that several tables of the source have. */
  readonly among: ReadonlyMap<TableId, Overlap>;
}

/** Each part is one turn on its connection: other items go on in between. */
interface Servers extends KeySource {
  readonly keysThere: NonNullable<KeyDestination['keysThere']>;
}

interface Looked {
  readonly tables: readonly TablePlan[];
  readonly existing: readonly ExistingTable[];
  /** Whose rows are looked for at the destination: those written by other tasks alone, or all that hold rows. */
  readonly looksAt: 'none' | 'shared' | 'all';
}

/** Two sets that share one row in three hundred are found out nineteen times of twenty. */
const KEYS = 1000;
/** For a statement, and, beyond the one that has begun, for all of them: a precheck is waited for. */
const STATEMENT_MS = 3_000;
const TOTAL_MS = 30_000;
/** Each of them is asked for keys of all others. */
const MERGED = 40;

/** Milliseconds that are left. */
type Left = () => number;

/**
 * Looks for keys of rows that would meet others of the same key. It is a sample: what is found is certain, that nothing is found is not. A
 * look that is refused or takes too long tells nothing; what refuses it has items of its own.
 */
export async function findOverlaps({ tables, existing, looksAt }: Looked, servers: Servers): Promise<Overlaps> {
  const until = Date.now() + TOTAL_MS;
  const left = () => Math.max(0, until - Date.now());
  const keyed = tables.filter(({ hasRows, key }) => hasRows && key.length > 0);
  const among = await lookAmong(keyed, servers, left);
  const there = new Map<TableId, Overlap>();
  for (const table of looksAt === 'none' ? [] : meeting(keyed, existing, looksAt)) {
    const overlap = left() === 0 ? unseen(table, [table]) : await overlapOf(table, servers).catch(() => null);
    if (overlap !== null) there.set(table.id, overlap);
  }
  return { there, among };
}

function unseen(first: TablePlan, tables: readonly TablePlan[]): Overlap {
  return { columns: keyAt(first), looked: 0, found: [], tables: [], unseen: tables.map(({ source }) => source) };
}

async function lookAmong(tables: readonly TablePlan[], servers: Servers, left: Left): Promise<Overlaps['among']> {
  const found = new Map<TableId, Overlap>();
  const groups = grouped(
    tables.filter(({ merged }) => merged === true),
    ({ destination }) => tableId(destination),
  );
  for (const [, group] of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const overlap = left() === 0 ? unseen(first, group) : await amongGroup(first, group, { servers, left }).catch(() => null);
    if (overlap !== null) found.set(tableId(first.destination), overlap);
  }
  return found;
}

async function amongGroup(
  first: TablePlan,
  group: readonly TablePlan[],
  { servers, left }: { readonly servers: Servers; readonly left: Left },
): Promise<Overlap> {
  const asked = group.slice(0, MERGED);
  const common = await servers.commonKeys(asked, Math.ceil(KEYS / asked.length), { forMs: STATEMENT_MS, inMs: left() });
  const more = group.slice(MERGED).map(({ source }) => source);
  return { ...common, columns: keyAt(first), unseen: [...common.unseen, ...more] };
}

async function overlapOf(table: TablePlan, servers: Servers): Promise<Overlap | null> {
  const columns = keyAt(table);
  const keys = await servers.someKeys(table, KEYS, STATEMENT_MS);
  if (keys === null) return null;
  if (keys.length === 0) return { columns, looked: 0, found: [], tables: [], unseen: [] };
  const found = await servers.keysThere({ table: table.destination, columns }, keys, STATEMENT_MS);
  return found === null ? null : { columns, looked: keys.length, found, tables: found.length === 0 ? [] : [table.source], unseen: [] };
}

/** Tables whose rows come to others, first those that other tasks write to. */
function meeting(tables: readonly TablePlan[], existing: readonly ExistingTable[], looksAt: 'shared' | 'all'): readonly TablePlan[] {
  const filled = existing.filter(({ empty, kind, writable }) => !empty && kind !== 'other' && writable);
  const isShared = new Map(filled.map((table) => [tableId(table), (table.tasks ?? []).length > 0]));
  const sharedFirst = [true, ...(looksAt === 'all' ? [false] : [])];
  return sharedFirst.flatMap((shared) => tables.filter(({ destination }) => isShared.get(tableId(destination)) === shared));
}

function keyAt({ key, columns }: TablePlan): readonly string[] {
  const called = new Map(columns.map(({ source, destination }) => [source, destination]));
  return key.map((name) => called.get(name) ?? name);
}

/** The first few, as a person would write them. */
export function exampleKeys({ columns, found }: Overlap): string {
  const written = found.slice(0, EXAMPLES).map((key) => columns.map((name, index) => `${name} = ${clipped(key[index] ?? '')}`).join(', '));
  return `${written.join('; ')}${found.length > EXAMPLES ? '; …' : ''}`;
}

/** What nothing is known of, as the end of a sentence; empty where all was looked at. */
export function unseenTables({ unseen: tables }: Overlap): Text {
  if (tables.length === 0) return text('', '');
  const names = listed(tables.map(displayName));
  return text(`; not looked at, or not at all of it: ${names.en}`, `；以下表未抽查或未抽查完：${names.zh}`);
}

const EXAMPLES = 3;
const LONGEST = 40;

function clipped(value: string): string {
  const letters = [...value];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : value;
}

/** Rows of partitions are told with the table they are of. */
export function summed(overlaps: readonly Overlap[]): Overlap | null {
  const [first] = overlaps;
  if (first === undefined) return null;
  return {
    columns: first.columns,
    looked: overlaps.reduce((sum, { looked }) => sum + looked, 0),
    found: overlaps.flatMap(({ found }) => found),
    tables: overlaps.flatMap(({ tables }) => tables),
    unseen: overlaps.flatMap((overlap) => overlap.unseen),
  };
}
