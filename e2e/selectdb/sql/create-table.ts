import type { TypeSettings } from '../catalog/data-type.ts';
import { fail, notEmulated } from '../errors.ts';
import { type ColumnDefinition, columnDefinition } from './column-definition.ts';
import type { Reader } from './reader.ts';
import { resolveBackslashes } from './tokens.ts';

export type KeysType = 'UNIQUE' | 'DUPLICATE' | 'AGGREGATE';

export interface Distribution {
  readonly kind: 'HASH' | 'RANDOM';
  readonly columns: readonly string[];
  /** null: the clause says nothing, which makes 10. */
  readonly buckets: number | 'AUTO' | null;
}

/** A name of a table, with its database when the statement gives one. */
export interface TableName {
  readonly database: string | null;
  readonly table: string;
}

export interface CreateTable {
  readonly kind: 'create table';
  readonly name: TableName;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly keys: { readonly type: KeysType; readonly columns: readonly string[]; readonly cluster: readonly string[] } | null;
  readonly comment: string;
  readonly distribution: Distribution | null;
  readonly properties: ReadonlyMap<string, string>;
}

/** After CREATE TABLE. The clauses behind the columns come in one order only. */
export function createTable(reader: Reader, settings: TypeSettings): CreateTable {
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
  const name = tableName(reader);
  if (reader.sees('LIKE')) notEmulated('CREATE TABLE LIKE');
  const columns = reader.seesSymbol('(') ? columnList(reader, settings) : [];
  if (reader.accept('ENGINE')) engine(reader);
  const keys = keyClause(reader);
  const comment = reader.accept('COMMENT') ? resolveBackslashes(reader.string().raw) : '';
  if (reader.sees('PARTITION') || reader.sees('AUTO', 'PARTITION')) notEmulated('PARTITION BY');
  const distribution = distributionClause(reader);
  if (reader.sees('ROLLUP')) notEmulated('ROLLUP');
  const properties = reader.accept('PROPERTIES') ? propertyList(reader) : new Map<string, string>();
  if (reader.sees('AS') || reader.sees('SELECT')) {
    if (columns.length > 0) fail('Should not define the entire column in CTAS');
    notEmulated('CREATE TABLE AS SELECT');
  }
  return { kind: 'create table', name, ifNotExists, columns, keys, comment, distribution, properties };
}

function columnList(reader: Reader, settings: TypeSettings): readonly ColumnDefinition[] {
  reader.expectSymbol('(');
  const columns: ColumnDefinition[] = [];
  for (;;) {
    // A comma may stand before the closing parenthesis.
    if (columns.length > 0 && reader.acceptSymbol(')')) return columns;
    if (reader.sees('INDEX')) notEmulated('INDEX');
    if (reader.acceptSymbol(')')) return columns;
    columns.push(columnDefinition(reader, settings));
    if (!reader.acceptSymbol(',')) break;
  }
  reader.expectSymbol(')');
  return columns;
}

function engine(reader: Reader): void {
  reader.expectSymbol('=');
  const name = reader.identifier();
  if (name.toUpperCase() !== 'OLAP') fail(`Unknown engine name: ${name}`);
}

function keyClause(reader: Reader): CreateTable['keys'] {
  for (const type of ['UNIQUE', 'DUPLICATE', 'AGGREGATE'] as const) {
    if (!reader.accept(type, 'KEY')) continue;
    const columns = reader.inParentheses(() => reader.identifier());
    const cluster = reader.accept('CLUSTER', 'BY') ? reader.inParentheses(() => reader.identifier()) : [];
    return { type, columns, cluster };
  }
  return null;
}

function distributionClause(reader: Reader): Distribution | null {
  if (!reader.accept('DISTRIBUTED', 'BY')) return null;
  const kind = reader.accept('RANDOM') ? 'RANDOM' : 'HASH';
  if (kind === 'HASH') reader.expect('HASH');
  const columns = kind === 'HASH' ? reader.inParentheses(() => reader.identifier()) : [];
  if (!reader.accept('BUCKETS')) return { kind, columns, buckets: null };
  return { kind, columns, buckets: reader.accept('AUTO') ? 'AUTO' : reader.integer() };
}

export function tableName(reader: Reader): TableName {
  const parts = [reader.identifier()];
  while (reader.acceptSymbol('.')) parts.push(reader.identifier());
  // catalog.db.table, where the only catalog is the internal one.
  if (parts.length > 2 && parts[0] !== 'internal') fail(`Unknown catalog ${parts[0]}`);
  return { database: parts.at(-2) ?? null, table: parts.at(-1) ?? '' };
}

export function propertyList(reader: Reader): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  reader.inParentheses(() => {
    const key = propertyWord(reader);
    reader.expectSymbol('=');
    properties.set(key, propertyWord(reader));
  });
  return properties;
}

function propertyWord(reader: Reader): string {
  return reader.token.kind === 'string' ? resolveBackslashes(reader.next().raw) : reader.next().text;
}
