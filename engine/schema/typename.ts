import { type Text, text } from '../text.ts';

/** A type as the server itself calls it, or why it cannot be one. */
export type ReadType = { readonly ok: true; readonly type: string } | { readonly ok: false; readonly reason: Text };

type Modifiers = 'none' | 'length' | 'scale' | 'precision' | 'bits';

const KNOWN: ReadonlyMap<string, { readonly type: string; readonly takes: Modifiers }> = new Map(
  (
    [
      ['none', 'smallint', 'int2'],
      ['none', 'integer', 'int', 'int4'],
      ['none', 'bigint', 'int8'],
      ['scale', 'numeric', 'decimal', 'dec'],
      ['none', 'real', 'float4'],
      ['none', 'double precision', 'float8'],
      ['bits', 'float'],
      ['none', 'boolean', 'bool'],
      ['none', 'text'],
      ['length', 'character varying', 'varchar'],
      ['length', 'character', 'char'],
      ['none', 'date'],
      ['precision', 'time without time zone', 'time'],
      ['precision', 'time with time zone', 'timetz'],
      ['precision', 'timestamp without time zone', 'timestamp'],
      ['precision', 'timestamp with time zone', 'timestamptz'],
      ['none', 'interval'],
      ['none', 'uuid'],
      ['none', 'bytea'],
      ['none', 'json'],
      ['none', 'jsonb'],
      ['none', 'xml'],
      ['none', 'inet'],
      ['none', 'macaddr'],
      ['none', 'money'],
    ] as const
  ).flatMap(([takes, type, ...aliases]) => [type, ...aliases].map((name) => [name, { type, takes }] as const)),
);

const LONGEST = 10_485_760;
const FORM = /^([a-z][a-z0-9 ]*?) ?(?:\(([^()]*)\))? ?((?:with|without) time zone)?((?: ?\[ ?[0-9]* ?\])*)$/;

/**
 * Reads a type that a person has written. Only the server's own are known: what a type of somebody's own means at another server, nobody
 * can say here. A closed list of words needs no grammar, so that forms and documents are judged where they are written.
 */
export function readType(written: string): ReadType {
  const plain = written
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^pg_catalog\./, '')
    .replace(/ ?([(),]) ?/g, '$1');
  const [, name = '', list, zone, brackets = ''] = FORM.exec(plain) ?? [];
  const known = KNOWN.get(zone === undefined ? name : `${name} ${zone}`);
  if (known === undefined) return { ok: false, reason: unknown(plain) };
  const modified = MODIFIED[known.takes](known.type, list === undefined ? null : list.split(','));
  if (modified === null) return { ok: false, reason: badModifier(known.type) };
  return { ok: true, type: brackets === '' ? modified : `${modified}[]` };
}

/** What stands in brackets, in its place; null where it cannot. */
const MODIFIED: Readonly<Record<Modifiers, (type: string, list: readonly string[] | null) => string | null>> = {
  none: (type, list) => (list === null ? type : null),
  length: (type, list) => {
    // Without a length it is one character.
    if (list === null) return type === 'character' ? 'character(1)' : type;
    const length = one(list, 1, LONGEST);
    return length === null ? null : `${type}(${length})`;
  },
  scale: (type, list) => {
    if (list === null) return type;
    const [precision, scale] = [one(list.slice(0, 1), 1, 1000), list.length === 1 ? 0 : one(list.slice(1), 0, 1000)];
    return precision === null || scale === null || scale > precision ? null : `${type}(${precision},${scale})`;
  },
  precision: (type, list) => {
    if (list === null) return type;
    const digits = one(list, 0, 6);
    return digits === null ? null : type.replace(' ', `(${digits}) `);
  },
  bits: (_, list) => {
    const bits = list === null ? 53 : one(list, 1, 53);
    return bits === null ? null : bits <= 24 ? 'real' : 'double precision';
  },
};

function one(list: readonly string[], least: number, most: number): number | null {
  const [word = ''] = list;
  const value = Number(word);
  return list.length === 1 && /^\d+$/.test(word) && value >= least && value <= most ? value : null;
}

const SERIAL: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

function unknown(written: string): Text {
  const plain = SERIAL[written];
  if (plain !== undefined) return text(`${written} is no type by itself: write ${plain}`, `${written} 不是独立的类型，请填写 ${plain}`);
  return text(
    `${written === '' ? 'Nothing' : written} is none of PostgreSQL’s own types that a column can be given here, such as bigint, numeric(12,2), varchar(40) or timestamptz`,
    `${written === '' ? '空值' : written} 不是可用的 PostgreSQL 内置类型，例如 bigint、numeric(12,2)、varchar(40)、timestamptz`,
  );
}

function badModifier(type: string): Text {
  return text(`What stands in brackets is not for ${type}`, `括号中的内容不适用于类型 ${type}`);
}

/** The same, as far as it is a type at all. */
export function typeNamed(written: string): string | null {
  const read = readType(written);
  return read.ok ? read.type : null;
}

const MORE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^smallint$/, ['integer', 'bigint', 'numeric']],
  [/^integer$/, ['bigint', 'numeric', 'text']],
  [/^bigint$/, ['numeric', 'integer', 'text']],
  [/^numeric/, ['numeric', 'double precision', 'text']],
  [/^real$/, ['double precision', 'numeric']],
  [/^double precision$/, ['numeric', 'text']],
  [/^character/, ['text', 'character varying(255)']],
  [/^text$/, ['character varying(255)', 'jsonb']],
  [/^date$/, ['timestamp without time zone', 'text']],
  [/^timestamp.*without/, ['timestamp with time zone', 'text']],
  [/^timestamp.*with /, ['timestamp without time zone', 'text']],
  [/^json$/, ['jsonb', 'text']],
  [/^jsonb$/, ['json', 'text']],
  [/^uuid$/, ['text']],
];

/** Types that people give columns of a type instead. */
export function otherTypes(type: string): readonly string[] {
  const others = MORE.find(([form]) => form.test(type))?.[1] ?? ['text'];
  return others.filter((other) => other !== type);
}

export function hasCollation(type: string): boolean {
  return type.startsWith('text') || type.startsWith('character');
}
