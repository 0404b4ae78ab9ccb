import { printType } from '../catalog/data-type.ts';
import { printDefault } from '../catalog/default-rules.ts';
import { type Column, keyColumns, type Table, visibleColumns } from '../catalog/table.ts';

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** SHOW CREATE TABLE. */
export function createStatement(table: Table): string {
  const columns = visibleColumns(table).map((column) => `  ${columnLine(column)}`);
  const keys = keyColumns(table).map(({ name }) => quoted(name));
  const clauses = [
    `CREATE TABLE ${quoted(table.name)} (\n${columns.join(',\n')}\n) ENGINE=OLAP`,
    keys.length === 0 ? '' : `${table.keysType} KEY(${keys.join(', ')})`,
    table.comment === '' ? '' : `COMMENT '${table.comment.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
    distributionLine(table),
    `PROPERTIES (\n${[...table.properties].map(([name, value]) => `"${name}" = "${value}"`).join(',\n')}\n);`,
  ];
  return clauses.filter((clause) => clause !== '').join('\n');
}

function columnLine({ name, type, nullable, defaultValue, onUpdate, comment }: Column): string {
  const written = printDefault(defaultValue);
  const parts = [
    quoted(name),
    printType(type),
    nullable ? 'NULL' : 'NOT NULL',
    written === null || written === 'NULL' ? '' : `DEFAULT ${written}`,
    onUpdate === null ? '' : `ON UPDATE CURRENT_TIMESTAMP${onUpdate === 0 ? '' : `(${onUpdate})`}`,
    comment === '' ? '' : `COMMENT "${comment.replaceAll('"', '\\"')}"`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function distributionLine({ distribution: { kind, columns, buckets } }: Table): string {
  const by = kind === 'RANDOM' ? 'RANDOM' : `HASH(${columns.map(quoted).join(', ')})`;
  return `DISTRIBUTED BY ${by} BUCKETS ${buckets}`;
}
