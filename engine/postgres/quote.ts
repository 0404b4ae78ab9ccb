import type { TableName } from '../schema/table.ts';

/** The one function that quotes identifiers. Always quotes: reserved words differ between versions. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`, both quoted. */
export function qualified(name: TableName): string {
  return `${quote(name.schema)}.${quote(name.name)}`;
}

/** A comma-separated list of quoted identifiers. */
export function quoteAll(identifiers: readonly string[]): string {
  return identifiers.map(quote).join(', ');
}

/** A string literal, for the few statements that take no parameters (DDL, replication commands). */
export function literal(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
