import type { DdlKind, Transaction, Turn } from '../ddl-writer.ts';
import type { Random } from '../random.ts';
import type { Extra, Shape } from './shape.ts';

export interface Moment extends Turn {
  readonly shape: Shape;
}

/** Tables keep the columns that `writing.ts` writes to. */
export type Ddl = DdlKind<Moment>;

/** By table of the load, a few of its rows; `k` is from 0 up to 4. */
const FEW: Readonly<Record<string, (k: number) => string>> = {
  branches: (k) => `id = ${k}`,
  tellers: (k) => `id % 5 = ${k}`,
  accounts: (k) => `id % 97 = ${k}`,
  history: (k) => `account % 499 = ${k}`,
  ledger: (k) => `n % 499 = ${k}`,
  heap: (k) => `a = ${k} and c = 1`,
  docs: (k) => `abs(id) % 13 = ${k}`,
  pairs: (k) => `one % 7 = ${k}`,
  seats: (k) => `id % 11 = ${k}`,
  parts: (k) => `id % 53 = ${k}`,
  bulk: (k) => `id % 97 = ${k}`,
  scratch: (k) => `id % 5 = ${k}`,
};

/** A reader at the destination looks at these all the time, and would see them copied again. */
const LOOKED_AT: ReadonlySet<string> = new Set(['branches', 'tellers', 'accounts', 'history', 'ledger']);

export const ALL = Object.keys(FEW);
export const UNSEEN = ALL.filter((table) => !LOOKED_AT.has(table));

export const few = (table: string, random: Random) => FEW[table]?.(random.below(5)) ?? 'true';

export const isUnseen = ({ table }: Extra) => !LOOKED_AT.has(table);
/** Of the others each row that changes is looked for through all of them. */
export const isKeyed = ({ table }: Extra) => !['history', 'ledger', 'heap'].includes(table);
export const holds =
  (...letters: readonly string[]) =>
  ({ name }: Extra) =>
    letters.includes(name.slice(0, 1));

/** Done to an extra column at random of those that suit. */
export function onExtra(
  suits: (extra: Extra) => boolean,
  make: (extra: Extra, moment: Moment) => readonly Transaction[],
): Ddl['transactions'] {
  return (moment) => {
    const suiting = moment.shape.extras.filter(suits);
    return suiting.length === 0 ? null : make(moment.random.of(suiting), moment);
  };
}

/** Done to one at random of those that the run has made. */
export function onOne<T>(
  list: (shape: Shape) => readonly T[],
  make: (one: T, moment: Moment) => readonly Transaction[],
): Ddl['transactions'] {
  return (moment) => {
    const all = list(moment.shape);
    return all.length === 0 ? null : make(moment.random.of(all), moment);
  };
}

/** A value that the column can hold. */
export function fitting({ name, type }: Pick<Extra, 'name' | 'type'>, serial: number): string {
  if (name.startsWith('n')) return 'default';
  if (/int|numeric/.test(type)) return String(serial % 1_000);
  if (type === 'double precision') return `${serial} / 7.0::float8`;
  if (type.startsWith('timestamp')) return `timestamptz '2020-02-29 12:00:00.123456+00' + ${serial} * interval '1 minute'`;
  return `'v${serial}'`;
}

/** Other values in a few rows. */
export function touches(extra: Pick<Extra, 'table' | 'name' | 'type'>, { random, serial }: Moment): string {
  return `update live.${extra.table} set ${extra.name} = ${fitting(extra, serial)} where ${few(extra.table, random)}`;
}
