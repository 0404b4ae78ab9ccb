import { LogRow } from './log-row.ts';
import { type OldRow, type RelationShape, type TableChange, type Tuple, type Value, valueAt } from './row.ts';
import { isTooLong, rowTooLarge } from './row-too-large.ts';
import type { TableName } from './table.ts';

/** Changes as they are kept somewhere, to be read as they were: what they are about in words, and the bytes of their rows. */
export interface Written {
  readonly said: string;
  readonly bytes: Buffer;
}

/** A relation by its number, and where each row begins among the bytes. */
type Said =
  | { readonly k: 'i'; readonly r: number; readonly n: number }
  | { readonly k: 'u'; readonly r: number; readonly n: number; readonly p: Before | null }
  | { readonly k: 'd'; readonly r: number; readonly p: Before }
  | { readonly k: 't'; readonly r: readonly number[]; readonly restart: boolean };

interface Before {
  readonly form: OldRow['form'];
  readonly at: number;
}

const [TEXT, NULL, UNCHANGED] = [0x74, 0x6e, 0x75];
/** Of a row: messages to a server have less than 2^30. In a binary form, as the log may have them, bytes are half of what their text is. */
const MOST_BYTES = 1_000_000_000;

/**
 * Pure. Values are written as the text that the server would have sent, byte for byte.
 * @throws EngineError `apply.row-too-large`
 */
export function written(changes: readonly TableChange[]): Written {
  const relations = new Map<RelationShape, number>();
  const parts: Buffer[] = [];
  let size = 0;
  const put = (tuple: Tuple, { table }: RelationShape) => {
    const bytes = keptText(tuple, table);
    const at = size;
    parts.push(bytes);
    size += bytes.length;
    return at;
  };
  const numberOf = (relation: RelationShape) => {
    const known = relations.get(relation) ?? relations.size;
    relations.set(relation, known);
    return known;
  };
  const before = ({ form, tuple }: OldRow, relation: RelationShape): Before => ({ form, at: put(tuple, relation) });
  const said = changes.map((change): Said => {
    if (change.kind === 'truncate') return { k: 't', r: change.relations.map(numberOf), restart: change.restartIdentity };
    const r = numberOf(change.relation);
    if (change.kind === 'insert') return { k: 'i', r, n: put(change.next, change.relation) };
    if (change.kind === 'delete') return { k: 'd', r, p: before(change.previous, change.relation) };
    return {
      k: 'u',
      r,
      n: put(change.next, change.relation),
      p: change.previous === null ? null : before(change.previous, change.relation),
    };
  });
  // The values are text from here on.
  const shapes = [...relations.keys()].map(({ forms: _, ...shape }) => shape);
  return { said: JSON.stringify({ relations: shapes, changes: said }), bytes: Buffer.concat(parts) };
}

/**
 * The changes that were written.
 * @param shapes relations that were read before: one that is the same in all is that one again, for whoever knows it by itself
 */
export function readWritten({ said, bytes }: Written, shapes = new Map<string, RelationShape>()): readonly TableChange[] {
  const { relations: own, changes } = JSON.parse(said) as {
    readonly relations: readonly RelationShape[];
    readonly changes: readonly Said[];
  };
  const relations = own.map((shape) => {
    const content = JSON.stringify(shape);
    const known = shapes.get(content) ?? shape;
    shapes.set(content, known);
    return known;
  });
  const relation = (number: number): RelationShape => {
    const shape = relations[number];
    if (shape === undefined) throw new Error('A change that was kept names a relation that was not.');
    return shape;
  };
  const row = (at: number) => new LogRow(bytes, at);
  const before = ({ form, at }: Before): OldRow => ({ form, tuple: row(at) });
  return changes.map((each): TableChange => {
    if (each.k === 't') return { kind: 'truncate', relations: each.r.map(relation), restartIdentity: each.restart };
    const shape = relation(each.r);
    if (each.k === 'i') return { kind: 'insert', relation: shape, next: row(each.n) };
    if (each.k === 'd') return { kind: 'delete', relation: shape, previous: before(each.p) };
    return { kind: 'update', relation: shape, previous: each.p === null ? null : before(each.p), next: row(each.n) };
  });
}

/** What could not be sent to any server, or not be made, is not kept: nobody could write it later. */
function keptText(tuple: Tuple, table: TableName): Buffer {
  try {
    const bytes = asText(tuple);
    if (bytes.length <= MOST_BYTES) return bytes;
  } catch (error) {
    if (isTooLong(error)) throw rowTooLarge(table, error);
    throw error;
  }
  throw rowTooLarge(table);
}

/** The row in the form of the log, every value as text. */
function asText(tuple: Tuple): Buffer {
  if (tuple instanceof LogRow && tuple.forms === null) return tuple.own();
  const count = Buffer.allocUnsafe(2);
  count.writeUInt16BE(tuple.length, 0);
  const values = Array.from({ length: tuple.length }, (_, index) => valueBytes(textOf(tuple, index)));
  return Buffer.concat([count, ...values.flat()]);
}

/** Its bytes where they are its text, without making characters of them. */
function textOf(tuple: Tuple, index: number): Buffer | Value {
  return (tuple instanceof LogRow ? tuple.textBytes(index) : null) ?? valueAt(tuple, index);
}

/** The value itself is not copied: it may be most of what there is. */
function valueBytes(value: Buffer | Value): readonly Buffer[] {
  if (value === undefined) return [Buffer.from([UNCHANGED])];
  if (value === null) return [Buffer.from([NULL])];
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const head = Buffer.allocUnsafe(5);
  head[0] = TEXT;
  head.writeUInt32BE(bytes.length, 1);
  return [head, bytes];
}
