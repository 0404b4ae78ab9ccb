import { createHash } from 'node:crypto';
import type { SelectDbFacts } from '../destination/facts.ts';

export type NameKind = 'database' | 'table' | 'column';

/** What of a server decides which names it takes. */
export type NameRules = Pick<SelectDbFacts, 'version' | 'unicodeNames' | 'tableNameLimit'>;

/** From here on tables and columns are called by nearly anything, where names may hold letters that are not ASCII. */
const FREE_NAMES = 40_000;

const DATABASE_LENGTH = 64;
const COLUMN_LENGTH = 256;

const SYSTEM_DATABASES = new Set(['information_schema', 'mysql', '__internal_schema']);

/** Why a name is not taken: words for a sentence, or null when it is. */
export function nameFault(kind: NameKind, name: string, rules: NameRules): 'letter' | 'characters' | 'length' | 'reserved' | null {
  if (isReserved(kind, name)) return 'reserved';
  if ([...name].length > lengthOf(kind, rules)) return 'length';
  if (fits(kind, name, rules)) return null;
  return kind !== 'column' && fits(kind, `a${name}`, rules) ? 'letter' : 'characters';
}

function isReserved(kind: NameKind, name: string): boolean {
  if (kind === 'database') return SYSTEM_DATABASES.has(name.toLowerCase());
  if (kind === 'table') return name.includes('_#TEMP#_');
  return /^__doris_/i.test(name);
}

function lengthOf(kind: NameKind, { tableNameLimit }: NameRules): number {
  if (kind === 'table') return tableNameLimit;
  return kind === 'database' ? DATABASE_LENGTH : COLUMN_LENGTH;
}

function fits(kind: NameKind, name: string, { version, unicodeNames }: NameRules): boolean {
  const recent = version !== null && version >= FREE_NAMES;
  const letter = unicodeNames ? '\\p{L}' : '';
  if (kind === 'database') return new RegExp(`^[a-zA-Z${recent ? letter : ''}][a-zA-Z0-9_${letter}-]*$`, 'u').test(name);
  if (recent && unicodeNames) return /\S$/u.test(name);
  if (kind === 'table') return new RegExp(recent ? '^[a-zA-Z0-9_$-]*$' : `^[a-zA-Z][a-zA-Z0-9_${letter}-]*$`, 'u').test(name);
  return new RegExp(`^[_a-zA-Z@0-9\\s/${letter}][.a-zA-Z0-9_+,\\-/?@#$%^&*"\\s:${letter}]*$`, 'u').test(name) && !/\s$/u.test(name);
}

/** A name that every server takes, near to this one. */
export function proposedName(kind: NameKind, name: string, rules: Pick<NameRules, 'tableNameLimit'>): string {
  const spelled = [...name].map((each) => (/[a-zA-Z0-9_]/.test(each) ? each : spelledOut(each))).join('');
  const prefix = kind === 'database' ? 'db_' : kind === 'table' ? 't_' : 'c_';
  const bare = spelled.replace(/^_+/, kind === 'column' && !isReserved(kind, name) ? '$&' : '');
  const begun = /^[a-zA-Z]/.test(bare) && !isReserved(kind, bare) ? bare : `${prefix}${bare}`;
  const most = Math.min(lengthOf(kind, { ...rules, version: null, unicodeNames: false }), DATABASE_LENGTH);
  return begun.length <= most ? begun : `${begun.slice(0, most - 9)}_${digest(name)}`;
}

/** Different names stay different: characters are told by their number. */
function spelledOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 128 ? '_' : `u${code.toString(16)}`;
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}
