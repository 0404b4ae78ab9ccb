import type { Position, RelationShape, TableChange, Tuple } from '../../../schema/row.ts';
import type { TableName } from '../../../schema/table.ts';
import type { Lookup } from './describe.ts';
import { noIdentity } from './refusals.ts';
import { Shapes } from './shapes.ts';
import { parseChange, type TextChange, type TextColumn } from './text.ts';

/** What of a table is followed: all, nothing, or new rows alone; `end`: of the transaction that the change is of. */
type Followed = boolean | 'inserts';
export type Follows = (table: TableName, end: Position) => Followed | Promise<Followed>;

/**
 * Decodes the text of test_decoding into the events that pgoutput would have given. It tells of all tables of the database: those that
 * are not followed are passed over, for the catalog need not be asked about them, and what is wrong with them is nobody's business.
 */
export class TestDecodingDecoder {
  readonly #shapes: Shapes;
  readonly #follows: Follows;

  /** `noted`: the log tells of commands. */
  constructor(lookup: Lookup, follows: Follows, noted: boolean) {
    this.#shapes = new Shapes(lookup, noted);
    this.#follows = follows;
  }

  /** What is decoded from here on was committed since. */
  again(): void {
    this.#shapes.again();
  }

  /**
   * The change that one text of a transaction tells, which ends at `end`, or null for one that concerns nobody.
   * @throws EngineError `source.no-identity`
   */
  async decode(text: string, end: Position): Promise<TableChange | null> {
    const change = parseChange(text);
    if (change === null) return null;
    if (change.kind === 'truncate') return this.#truncate(change, end);
    const followed = await this.#follows(change.table, end);
    // Of others it need not be told which row they are of.
    if (followed === false || (followed === 'inserts' && change.kind !== 'insert')) return null;
    if (change.kind === 'delete') return this.#delete(change);
    if (change.kind === 'update') return this.#update(change);
    const relation = await this.#shapes.ofRow(change.table, change.next);
    return { kind: 'insert', relation, next: tupleOf(relation, change.next) };
  }

  async #update({ table, old, next }: Extract<TextChange, { kind: 'update' }>): Promise<TableChange> {
    const relation = await this.#shapes.ofRow(table, next, old ?? []);
    if (old === null) {
      if (relation.identity.length === 0) throw noIdentity(table, 'update');
      return { kind: 'update', relation, previous: null, next: tupleOf(relation, next) };
    }
    const previous = this.#shapes.oldRow(relation, old);
    // Under REPLICA IDENTITY FULL an unchanged TOAST value stands in the old row only.
    const before = new Map(previous.form === 'row' ? old.map(({ name, value }) => [name, value]) : []);
    const completed = next.map((column) => (column.value === undefined ? { ...column, value: before.get(column.name) } : column));
    return { kind: 'update', relation, previous, next: tupleOf(relation, completed) };
  }

  async #delete({ table, old }: Extract<TextChange, { kind: 'delete' }>): Promise<TableChange> {
    if (old === null) throw noIdentity(table, 'delete');
    const relation = await this.#shapes.ofTable(table, old);
    return { kind: 'delete', relation, previous: this.#shapes.oldRow(relation, old) };
  }

  async #truncate({ tables, restartIdentity }: Extract<TextChange, { kind: 'truncate' }>, end: Position): Promise<TableChange | null> {
    const relations: RelationShape[] = [];
    for (const table of tables) if (await this.#follows(table, end)) relations.push(await this.#shapes.ofTable(table));
    return relations.length === 0 ? null : { kind: 'truncate', relations, restartIdentity };
  }
}

/** A new row has all columns of its shape, in its order. */
function tupleOf(relation: RelationShape, columns: readonly TextColumn[]): Tuple {
  if (columns.length === relation.columns.length) return columns.map(({ value }) => value);
  const values = new Map(columns.map(({ name, value }) => [name, value]));
  return relation.columns.map((name) => values.get(name));
}
