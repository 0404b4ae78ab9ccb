import { LogRow } from './log-row.ts';
import { type OldRow, type RelationShape, type TableChange, type Tuple, type Value, valuesOf } from './row.ts';

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

/** Pure. Values are written as the text that the server would have sent, byte for byte. */
export function written(changes: readonly TableChange[]): Written {
  const relations = new Map<RelationShape, number>();
  const parts: Buffer[] = [];
  let size = 0;
  const put = (tuple: Tuple) => {
    const bytes = asText(tuple);
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
  const before = ({ form, tuple }: OldRow): Before => ({ form, at: put(tuple) });
  const said = changes.map((change): Said => {
    if (change.kind === 'truncate') return { k: 't', r: change.relations.map(numberOf), restart: change.restartIdentity };
    const r = numberOf(change.relation);
    if (change.kind === 'insert') return { k: 'i', r, n: put(change.next) };
    if (change.kind === 'delete') return { k: 'd', r, p: before(change.previous) };
    return { k: 'u', r, n: put(change.next), p: change.previous === null ? null : before(change.previous) };
  });
  // The values are text from here on.
  const shapes = [...relations.keys()].map(({ forms: _, ...shape }) => shape);
  return { said: JSON.stringify({ relations: shapes, changes: said }), bytes: Buffer.concat(parts) };
}

/** The changes that were written. Pure. */
export function readWritten({ said, bytes }: Written): readonly TableChange[] {
  const { relations, changes } = JSON.parse(said) as { readonly relations: readonly RelationShape[]; readonly changes: readonly Said[] };
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

/** The row in the form of the log, every value as text. */
function asText(tuple: Tuple): Buffer {
  if (tuple instanceof LogRow && tuple.forms === null) return tuple.own();
  const isRow = tuple instanceof LogRow;
  const values = valuesOf(tuple);
  const count = Buffer.allocUnsafe(2);
  count.writeUInt16BE(values.length, 0);
  return Buffer.concat([count, ...values.map((value, index) => valueBytes(value, isRow ? tuple.textBytes(index) : null))]);
}

function valueBytes(value: Value, known: Buffer | null): Buffer {
  if (value === undefined) return Buffer.from([UNCHANGED]);
  if (value === null) return Buffer.from([NULL]);
  const bytes = known ?? Buffer.from(value);
  const head = Buffer.allocUnsafe(5);
  head[0] = TEXT;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
