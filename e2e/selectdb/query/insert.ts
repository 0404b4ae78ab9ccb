import { randomUUID } from 'node:crypto';
import { defaultOf } from '../catalog/default-rules.ts';
import { checkLabel } from '../catalog/names.ts';
import { type Column, columnOf, DELETE_SIGN, SEQUENCE_COLUMN, sequenceColumn, type Table, visibleColumns } from '../catalog/table.ts';
import { demandOnTable } from '../catalog/users.ts';
import { fail } from '../errors.ts';
import { reasonOf, softLimit } from '../load/row-builder.ts';
import type { Expression } from '../sql/expression.ts';
import type { Statement } from '../sql/statement.ts';
import { offsetOf } from '../storage/moment.ts';
import type { Incoming } from '../storage/rows.ts';
import { cast } from '../storage/value.ts';
import { evaluate } from './evaluate.ts';
import { rowScope } from './relation.ts';
import { databaseOf, isOn, type Session, variable } from './session.ts';
import { deleteRows } from './table-rows.ts';

interface Written {
  readonly affected: number;
  readonly info: string;
}

/** INSERT ... VALUES: a transaction of its own, with a label that can be given. */
export function insert(session: Session, statement: Extract<Statement, { kind: 'insert' }>): Written {
  const { cluster } = session;
  const database = cluster.database(databaseOf(session, statement.name.database));
  const { table: name } = statement.name;
  const table = database.tables.get(name) ?? fail(`Table [${name}] does not exist in database [${database.name}].`);
  demandOnTable(session.user, 'Load', database.name, name);
  const label = statement.label ?? `label_${randomUUID().replaceAll('-', '')}`;
  checkLabel(label, cluster.names());
  const columns = insertedColumns(table, statement.columns);
  const rows = statement.rows.map((row) => incoming(session, table, columns, row));
  const transaction = database.transactions.begin(table, label, 14_400_000);
  database.transactions.commit(transaction, rows);
  const visible = database.transactions.publish(transaction);
  return {
    affected: rows.length,
    info: `{'label':'${label}', 'status':'${visible ? 'VISIBLE' : 'COMMITTED'}', 'txnId':'${transaction.id}'}`,
  };
}

function insertedColumns(table: Table, names: readonly string[] | null): readonly Column[] {
  const columns =
    names === null
      ? visibleColumns(table)
      : names.map((name) => columnOf(table, name) ?? fail(`unknown column '${name}' in table '${table.name}'`));
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) fail(`column name '${twice.name}' is specified more than once`);
  const needs = sequenceColumn(table) !== null && table.sequenceFrom === null;
  if (needs && !columns.some(({ name }) => name === SEQUENCE_COLUMN))
    fail(`Table ${table.name} has sequence column, need to specify the sequence column`);
  for (const column of visibleColumns(table)) {
    if (!columns.includes(column) && !column.nullable && column.defaultValue === null)
      fail(`Column has no default value, column=${column.name}`);
  }
  return columns;
}

function incoming(session: Session, table: Table, columns: readonly Column[], row: readonly (Expression | null)[]): Incoming {
  if (row.length !== columns.length) fail("Column count doesn't match value count");
  const values: (string | null | undefined)[] = [];
  for (const column of visibleColumns(table))
    if (!columns.includes(column)) values[column.slot] = defaultOf(column.type, column.defaultValue);
  for (const [index, column] of columns.entries()) values[column.slot] = stored(session, column, row[index] ?? null);
  const sign = columnOf(table, DELETE_SIGN);
  if (sign !== null) values[sign.slot] ??= '0';
  const sequence = sequenceColumn(table);
  const from = table.sequenceFrom === null ? null : columnOf(table, table.sequenceFrom);
  if (sequence !== null && from !== null) values[sequence.slot] = values[from.slot];
  return { values, slots: null };
}

function stored(session: Session, column: Column, expression: Expression | null): string | null {
  const cell = expression === null ? null : evaluate(expression, rowScope({ columns: [] }, [], session));
  const raw = cell === null ? defaultOf(column.type, column.defaultValue) : cell.kind === 'null' ? null : cell.text;
  if (raw === null) {
    if (!column.nullable)
      fail(
        `Insert has filtered data in strict mode. url: null, first error: column(${column.name}) values is null while columns is not nullable`,
      );
    return null;
  }
  const casting = cast(raw, column.type, {
    zone: offsetOf(variable(session, 'time_zone') ?? 'UTC'),
    softLimit: softLimit(session.cluster.settings.version),
  });
  if ('value' in casting) return casting.value;
  if (isOn(session, 'enable_insert_strict'))
    fail(`Insert has filtered data in strict mode. url: null, first error: ${reasonOf(casting, raw, column)}`);
  return null;
}

export function deleteFrom(session: Session, { name, where }: Extract<Statement, { kind: 'delete' }>): Written {
  const database = session.cluster.database(databaseOf(session, name.database));
  const table = database.tables.get(name.table) ?? fail(`Table [${name.table}] does not exist in database [${database.name}].`);
  demandOnTable(session.user, 'Load', database.name, name.table);
  return { affected: deleteRows(table, where, session), info: '' };
}
