import type { OldRow, RelationShape } from '../../../schema/row.ts';
import { type TableId, type TableName, tableId } from '../../../schema/table.ts';
import type { DescribedColumn, DescribedTable, Lookup } from './describe.ts';
import type { TextColumn } from './text.ts';

/** Of more tables than these the catalog is asked again. */
const MOST_TABLES = 10_000;
const UNKNOWN_TYPE = '0 -1';

/** What is known of a table. */
interface Known {
  readonly described: DescribedTable | null;
  /** Names and types as the text of a whole row has them: with others the table is another. */
  readonly signature: string;
  /** The old row is told whole: REPLICA IDENTITY FULL, now or then. */
  readonly full: boolean;
  readonly shape: RelationShape;
  /** Types by number, by columns as the text has them. */
  readonly numbers: ReadonlyMap<string, string>;
}

interface Named {
  readonly name: string;
  readonly type: string;
}

interface Told {
  readonly row: readonly Named[];
  readonly old: readonly Named[];
  readonly described: DescribedTable | null;
}

/**
 * Shapes of relations from two halves: names and types of columns stand in the text, as they were at the change; which columns identify
 * a row, and which are computed, only in the catalog, as it is now.
 */
export class Shapes {
  readonly #lookup: Lookup;
  readonly #known = new Map<string, Known>();
  /** Tables that were looked at since `again`; null: nothing of a table changes that is not told elsewhere. */
  readonly #looked: Set<TableId> | null;

  /** `noted`: the log tells of commands. */
  constructor(lookup: Lookup, noted: boolean) {
    this.#lookup = lookup;
    this.#looked = noted ? null : new Set();
  }

  /** What is decoded from here on was written since: a type may have another length, of which the text says nothing. */
  again(): void {
    this.#looked?.clear();
  }

  /** Of a whole row; an old one that came with it may show that the replica identity is another by now. */
  async ofRow(table: TableName, row: readonly Named[], old: readonly Named[] = []): Promise<RelationShape> {
    const known = this.#known.get(tableId(table));
    const isKnown = known?.signature === signatureOf(row) && canBeOf(old, known);
    if (isKnown && !this.#isDue(known.shape.id)) return known.shape;
    const described = await this.#lookup.describe(table);
    return isKnown && isSameLength(known, row, described) ? known.shape : this.#learn(table, { row, old, described });
  }

  #isDue(id: TableId): boolean {
    if (this.#looked === null || this.#looked.has(id)) return false;
    this.#looked.add(id);
    return true;
  }

  /** Of a table of which there is no whole row at hand, or but an old one, where columns that are NULL are left out. */
  async ofTable(table: TableName, old: readonly Named[] = []): Promise<RelationShape> {
    const known = this.#known.get(tableId(table));
    if (known !== undefined && canBeOf(old, known)) return known.shape;
    const described = await this.#lookup.describe(table);
    const there = described?.columns ?? [];
    // What was dropped since is still in the row.
    const gone = old.filter(({ name }) => !there.some((column) => column.name === name));
    return this.#learn(table, { row: [...there, ...gone], old, described });
  }

  /** The old row that the columns are, of a shape that was given for them. */
  oldRow(shape: RelationShape, columns: readonly TextColumn[]): OldRow {
    const known = this.#known.get(shape.id);
    const values = new Map(columns.map(({ name, value }) => [name, value]));
    const tuple = shape.columns.map((name) => (values.has(name) ? values.get(name) : null));
    return { form: known !== undefined && isWhole(known, new Set(values.keys())) ? 'row' : 'key', tuple };
  }

  async #learn(table: TableName, told: Told): Promise<RelationShape> {
    const { row, old, described } = settled(told);
    const now = new Map(described?.columns.map((column) => [column.name, column]));
    // Before version 12 rows of tables WITH OIDS begin with a column that is none.
    const isNumber = ({ name, type }: Named) => name === 'oid' && type === 'oid' && !now.has(name);
    const carried = row.filter((column) => now.get(column.name)?.generated !== true && !isNumber(column));
    const numbers = await this.#numbers(tableId(table), carried, now);
    const names = carried.map(({ name }) => name);
    const identity = new Set(described?.identity);
    const full = described === null || described.full || old.some(({ name }) => names.includes(name) && !identity.has(name));
    const shape: RelationShape = {
      id: tableId(table),
      table,
      columns: names,
      types: carried.map((column) => numbers.get(signatureOf([column])) ?? UNKNOWN_TYPE),
      identity: full ? names : names.filter((name) => identity.has(name)),
    };
    if (this.#known.size >= MOST_TABLES) this.#known.clear();
    this.#known.set(shape.id, { described, signature: signatureOf(row), full, shape, numbers });
    return shape;
  }

  /** A column that is not there any more has the type it had when it was; at first sight of it the modifier is not to be had. */
  async #numbers(id: TableId, columns: readonly Named[], now: ReadonlyMap<string, DescribedColumn>): Promise<ReadonlyMap<string, string>> {
    const numbers = new Map(this.#known.get(id)?.numbers);
    const foreign: Named[] = [];
    for (const column of columns) {
      const there = now.get(column.name);
      if (there?.type === column.type) numbers.set(signatureOf([column]), there.number);
      else if (!numbers.has(signatureOf([column]))) foreign.push(column);
    }
    const found = await this.#lookup.numbers(foreign.map(({ type }) => type));
    foreign.forEach((column, index) => {
      numbers.set(signatureOf([column]), found[index] ?? UNKNOWN_TYPE);
    });
    return numbers;
  }
}

/**
 * Columns of the key may be called otherwise by now: then they are those at the same places, as long as there are as many columns; failing
 * that the table is taken for one that is gone.
 */
function settled({ row, old, described }: Told): Told {
  const names = row.map(({ name }) => name);
  if (described === null || described.full || described.identity.every((name) => names.includes(name))) return { row, old, described };
  const { columns } = described;
  if (columns.length !== row.length || columns.some(({ type }, index) => type !== row[index]?.type)) return { row, old, described: null };
  const then = new Map(columns.map(({ name }, index) => [name, names[index] ?? name]));
  const renamed = (list: readonly string[]) => list.map((name) => then.get(name) ?? name);
  return {
    row,
    old,
    described: {
      ...described,
      columns: columns.map((column) => ({ ...column, name: then.get(column.name) ?? column.name })),
      identity: renamed(described.identity),
      primaryKey: renamed(described.primaryKey),
    },
  };
}

/** Of columns that are of the same type still: what else became of them shows in the text. */
function isSameLength({ numbers }: Known, row: readonly Named[], described: DescribedTable | null): boolean {
  const now = new Map(described?.columns.map((column) => [column.name, column]));
  return row.every((column) => {
    const there = now.get(column.name);
    return there?.type !== column.type || there.generated || there.number === numbers.get(signatureOf([column]));
  });
}

function signatureOf(row: readonly Named[]): string {
  return JSON.stringify(row.map(({ name, type }) => [name, type]));
}

/** Whether columns of an old row agree with what is known. */
function canBeOf(old: readonly Named[], { described, full, shape }: Known): boolean {
  const expected = full ? shape.columns : shape.identity;
  const isComputed = (name: string) => described?.columns.some((column) => column.generated && column.name === name) === true;
  return old.every(({ name }) => expected.includes(name) || isComputed(name));
}

/**
 * Whether an old row is told whole, its absent columns being NULL. The replica identity may have become FULL after the change: a key alone
 * is then not to be taken for a row, which would be found nowhere. Where the key is unique it is as good as the row.
 */
function isWhole({ described, full, shape }: Known, told: ReadonlySet<string>): boolean {
  const absent = shape.columns.filter((name) => !told.has(name));
  if (!full) return false;
  if (absent.length === 0) return true;
  if (described === null) return false;
  const isAll = (key: readonly string[]) => key.length > 0 && key.length === told.size && key.every((name) => told.has(name));
  const notNull = new Set(described.columns.filter((column) => column.notNull).map(({ name }) => name));
  return !isAll(described.primaryKey) && !(isAll(described.identity) && !described.full) && !absent.some((name) => notNull.has(name));
}
