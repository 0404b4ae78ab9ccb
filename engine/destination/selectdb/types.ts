import { type ColumnSpec, WITH_INFINITY } from '../../schema/table.ts';

/** What of a column's values is another thing in SelectDB than at the source. */
export type Loss =
  /** Kept as numbers of 64 bits where they have a fraction; order of keys, spaces and repeated keys go. */
  | 'json'
  /** More digits, or any number of them, than DECIMAL has: text is exact, but does not compare as numbers do. */
  | 'number-as-text'
  | 'array-as-text'
  | 'range-as-text'
  /** Composite types, hstore and whatever else an extension or a person made. */
  | 'value-as-text'
  /** Labels compare by their letters, not in the order they were declared in. */
  | 'label-order';

export interface SelectDbType {
  /** As it is written in DDL. */
  readonly type: string;
  readonly loss: Loss | null;
}

/** In bytes. Longer ones are STRING. */
const LONGEST_VARCHAR = 65_533;

/** Of UTF-8, for one character. */
const BYTES = 4;

const MOST_DIGITS = 38;

/** Labels are names to PostgreSQL, 63 bytes long at most unless it was built otherwise. */
const LABEL = 'VARCHAR(255)';

/** Text that may be a key, for types whose values have no length of their own. */
const LONGEST = `VARCHAR(${LONGEST_VARCHAR})`;

const PLAIN: Readonly<Record<string, string>> = {
  smallint: 'SMALLINT',
  integer: 'INT',
  bigint: 'BIGINT',
  oid: 'BIGINT',
  real: 'DOUBLE',
  'double precision': 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATEV2',
  uuid: 'VARCHAR(36)',
  '"char"': 'VARCHAR(4)',
  name: 'VARCHAR(255)',
};

const RANGES = /^(int4|int8|num|ts|tstz|date)(multi)?range$/;

/**
 * The type of SelectDB for a column, by the type as the source prints it. Of a domain that is its name; its bytes then tell what it is
 * made of.
 */
export function selectDbType({ type, binary }: Pick<ColumnSpec, 'type' | 'binary'>): SelectDbType {
  if (type.endsWith('[]')) return { type: 'STRING', loss: 'array-as-text' };
  if (!type.includes('.')) return builtIn(type);
  if (binary === null) return { type: 'STRING', loss: 'value-as-text' };
  if (binary === 'enum') return { type: LABEL, loss: 'label-order' };
  return selectDbType({ type: binary.replace(WITH_INFINITY, ''), binary: null });
}

function builtIn(type: string): SelectDbType {
  const { name, first, second } = partsOf(type);
  const plain = PLAIN[name];
  if (plain !== undefined) return { type: plain, loss: null };
  if (name === 'numeric') return numeric(first, second);
  if (name === 'character varying') return { type: first === null ? LONGEST : varchar(first * BYTES), loss: null };
  if (name === 'character') return { type: varchar((first ?? 1) * BYTES), loss: null };
  if (name === 'bit' || name === 'bit varying') return { type: bits(name, first), loss: null };
  if (name.startsWith('timestamp')) return { type: `DATETIMEV2(${first ?? 6})`, loss: null };
  if (name.startsWith('time ')) return { type: 'VARCHAR(50)', loss: null };
  if (name === 'json' || name === 'jsonb') return { type: 'JSON', loss: 'json' };
  return { type: 'STRING', loss: RANGES.test(name) ? 'range-as-text' : null };
}

/** The name of a type without what stands in its brackets: `timestamp(3) with time zone`, `numeric(10,-2)`. */
function partsOf(type: string): { readonly name: string; readonly first: number | null; readonly second: number | null } {
  const [, before = type, first, second, after = ''] = /^([^(]+)\((-?\d+)(?:,(-?\d+))?\)(.*)$/.exec(type) ?? [];
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { name: `${before}${after}`, first: number(first), second: number(second) };
}

/** DECIMAL has no digits left of those it counts, nor more behind the point than there are: both are said with more digits instead. */
function numeric(precision: number | null, scale: number | null): SelectDbType {
  if (precision !== null) {
    const behind = Math.max(scale ?? 0, 0);
    const digits = Math.max(scale !== null && scale < 0 ? precision - scale : precision, behind);
    if (digits <= MOST_DIGITS) return { type: `DECIMAL(${digits},${behind})`, loss: null };
  }
  return { type: 'STRING', loss: 'number-as-text' };
}

function varchar(bytes: number): string {
  return bytes > LONGEST_VARCHAR ? 'STRING' : `VARCHAR(${bytes})`;
}

function bits(name: string, length: number | null): string {
  return name === 'bit varying' && length === null ? 'STRING' : varchar(length ?? 1);
}

/** What a key column is made as: text of any length gets the longest that has one. Null for a type that has no exact equality. */
export function keyType(type: string): string | null {
  if (type === 'DOUBLE') return null;
  return type === 'STRING' || type === 'JSON' ? LONGEST : type;
}

/** The bytes that fit into a text column; null for what is no text, or has no limit of its own. */
export function textBytes(type: string): number | null {
  const length = /^VARCHAR\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? null : Number(length);
}
