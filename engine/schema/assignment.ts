/** What becomes of values of one type in a column of another. */
export type Assignment = 'kept' | 'never' | 'refused' | 'changed';

export type Family = 'integer' | 'numeric' | 'float' | 'text' | 'date' | 'time' | 'timestamp' | 'json' | 'alone';

interface Known {
  readonly family: Family;
  /** How much it holds within its family. */
  readonly size: number;
}

const TYPES: Readonly<Record<string, Known>> = {
  smallint: { family: 'integer', size: 4 },
  integer: { family: 'integer', size: 9 },
  bigint: { family: 'integer', size: 18 },
  numeric: { family: 'numeric', size: 0 },
  real: { family: 'float', size: 6 },
  'double precision': { family: 'float', size: 15 },
  text: { family: 'text', size: 0 },
  'character varying': { family: 'text', size: 0 },
  character: { family: 'text', size: 0 },
  date: { family: 'date', size: 0 },
  'time without time zone': { family: 'time', size: 0 },
  'time with time zone': { family: 'time', size: 1 },
  'timestamp without time zone': { family: 'timestamp', size: 0 },
  'timestamp with time zone': { family: 'timestamp', size: 1 },
  json: { family: 'json', size: 0 },
  jsonb: { family: 'json', size: 0 },
  ...Object.fromEntries(
    ['boolean', 'uuid', 'bytea', 'inet', 'macaddr', 'interval', 'money', 'bit', 'bit varying', 'xml', 'point', 'tsvector'].map((name) => [
      name,
      { family: 'alone', size: 0 } as const,
    ]),
  ),
};

interface Parsed extends Known {
  readonly name: string;
  readonly modifiers: readonly number[];
}

/** `numeric(10,2)`, `timestamp(3) without time zone`; null for a type of which nothing is known here. */
function parsed(type: string): Parsed | null {
  const name = type.replace(/\([^)]*\)/, '').replace(/ {2,}/g, ' ');
  const known = TYPES[name];
  if (known === undefined) return null;
  const [, list = ''] = /\(([^)]*)\)/.exec(type) ?? [];
  return { ...known, name, modifiers: list === '' ? [] : list.split(',').map(Number) };
}

/** What a type is one of; null for a type of which nothing is known here. */
export function familyOf(type: string): Family | null {
  return parsed(type)?.family ?? null;
}

/**
 * What becomes of values as they are written into the column: they travel as text where the types differ. `never`: no value is taken;
 * `refused`: one that does not fit stops the load; `changed`: one that does not fit is rounded or cut without a word.
 */
export function assignment(from: string, to: string): Assignment {
  if (from === to) return 'kept';
  const [was, is] = [parsed(from), parsed(to)];
  // Types of people's own are judged by the server, value by value: a text need be none of an enum's labels.
  if (was === null || is === null) return was?.family === 'text' && !/(^|\.)citext$/.test(to) ? 'refused' : 'kept';
  if (is.family === 'text') return intoText(was, is);
  if (was.family === 'text') return 'refused';
  if (was.family === is.family && was.family !== 'alone') return within(was, is);
  return NUMBERS.has(was.family) && NUMBERS.has(is.family) ? betweenNumbers(was, is) : betweenTimes(was, is);
}

const NUMBERS: ReadonlySet<Family> = new Set(['integer', 'numeric', 'float']);

/** Blanks that `character` adds, or drops at the end, are no part of the value to it alone. */
function intoText(was: Parsed, is: Parsed): Assignment {
  const [room] = is.modifiers;
  if (is.name === 'character') return was.name === 'character' && (room ?? 1) >= (was.modifiers[0] ?? 1) ? 'kept' : 'changed';
  if (room === undefined) return 'kept';
  const [length] = was.modifiers;
  return was.family === 'text' && length !== undefined && length <= room ? 'kept' : 'refused';
}

function within(was: Parsed, is: Parsed): Assignment {
  if (was.family === 'integer') return is.size >= was.size ? 'kept' : 'refused';
  if (was.family === 'numeric') return intoNumeric(was, is);
  if (was.family === 'float') return is.size >= was.size ? 'kept' : 'changed';
  if (was.family === 'json') return 'kept';
  // A zone is left out, or one is taken from the session's setting.
  if (was.size !== is.size) return 'changed';
  return (is.modifiers[0] ?? 6) >= (was.modifiers[0] ?? 6) ? 'kept' : 'changed';
}

function intoNumeric(was: Parsed, is: Parsed): Assignment {
  const [digits, scale = 0] = is.modifiers;
  if (digits === undefined) return 'kept';
  const [before, behind = 0] = was.modifiers;
  if (before === undefined || behind > scale) return 'changed';
  return digits - scale >= before - behind ? 'kept' : 'refused';
}

function betweenNumbers(was: Parsed, is: Parsed): Assignment {
  if (is.family === 'integer') return 'refused';
  if (is.family === 'float') return was.family === 'integer' && was.size <= is.size ? 'kept' : 'changed';
  const [digits, scale = 0] = is.modifiers;
  if (digits === undefined) return 'kept';
  // The largest integer has a digit more than fits for certain.
  return was.family === 'integer' ? (digits - scale > was.size ? 'kept' : 'refused') : 'changed';
}

function betweenTimes(was: Parsed, is: Parsed): Assignment {
  if (was.family === 'date' && is.family === 'timestamp') return is.size === 0 ? 'kept' : 'changed';
  if (was.family === 'timestamp' && (is.family === 'date' || is.family === 'time')) return 'changed';
  return 'never';
}
