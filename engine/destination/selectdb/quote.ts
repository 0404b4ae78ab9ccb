import type { TableName } from '../../schema/table.ts';

/** The one function that quotes identifiers for SelectDB. Always quotes: reserved words differ between versions. */
export function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

/** `` `database`.`table` ``, both quoted. */
export function qualified(name: TableName): string {
  return `${quote(name.schema)}.${quote(name.name)}`;
}

/** A comma-separated list of quoted identifiers. */
export function quoteAll(identifiers: readonly string[]): string {
  return identifiers.map(quote).join(', ');
}

/** A string literal where backslashes escape: table comments, property values, values of SHOW. Quotes inside are never doubled. */
export function literal(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\u0000', '\\0');
  return `"${escaped}"`;
}

/** A column's comment: its backslashes are all taken out by the server, also escaped ones. */
export function columnComment(value: string): string {
  return `"${value.replaceAll('\\', '').replaceAll('"', '\\"').replaceAll('\u0000', '')}"`;
}

/** A column's default is taken as it stands between its quotes: null where neither kind of quote can hold it. */
export function defaultLiteral(value: string): string | null {
  if (value.endsWith('\\') || value.includes('\u0000')) return null;
  if (!value.includes("'")) return `'${value}'`;
  return value.includes('"') ? null : `"${value}"`;
}
