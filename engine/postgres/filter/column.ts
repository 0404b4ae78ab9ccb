import { nearNames } from '../../near.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { kindOf, type Node, strings } from './node.ts';
import type { Reading } from './parsed.ts';
import { ONE_CONDITION, type Refusal, refuse } from './verdict.ts';

/** Every table has these at the server, but the log does not carry them: a filter on them could not follow changes. */
const SYSTEM = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

const LISTED = 12;

/** The column a reference names, or why it is refused. Names without the table's columns are taken as they are. */
export function columnOf(reference: Node, reading: Reading, at: number | null): string | Refusal {
  const parts = strings(reference.fields);
  const column = parts.at(-1);
  if (column === undefined || hasStar(reference)) return wholeRow(at);
  if (parts.length > 2) return tooQualified(parts, column, at);
  const [qualifier] = parts;
  if (parts.length === 2 && reading.name !== undefined && qualifier !== reading.name.name) return otherTable(parts, reading, at);
  if (SYSTEM.has(column) && reading.columns?.includes(column) !== true) return systemColumn(column, at);
  if (reading.columns !== undefined && !reading.columns.includes(column)) return unknownColumn(column, reading, at);
  return column;
}

/** A name as it is written in SQL: bare where that means the same. */
export function written(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Refuses a column that the table does not have, naming the likely one. */
export function unknownColumn(column: string, reading: Pick<Reading, 'name' | 'columns'>, at: number | null): Refusal {
  const columns = reading.columns ?? [];
  const near = nearNames(column, columns).map(written);
  const all = columns.slice(0, LISTED).map(written);
  const more = columns.length > LISTED ? ', …' : '';
  const table = reading.name === undefined ? { en: 'The table', zh: '该表' } : bothWays(displayName(reading.name));
  return refuse({
    code: 'filter.column',
    message: text(`${table.en} has no column ${written(column)}`, `${table.zh} 没有列 ${written(column)}`),
    hint:
      near.length > 0
        ? text(`Did you mean ${near.join(', ')}?`, `是否想写 ${near.join('、')}？`)
        : text(`Its columns are ${all.join(', ')}${more}.`, `该表的列有 ${all.join('、')}${more}。`),
    at,
  });
}

function hasStar(reference: Node): boolean {
  const fields = Array.isArray(reference.fields) ? reference.fields : [];
  return fields.some((field) => kindOf(field)?.kind === 'A_Star');
}

function wholeRow(at: number | null): Refusal {
  const message = text('The filter uses the whole row (*)', '过滤条件中使用了整行（*）');
  return refuse({ code: 'filter.column', message, hint: ONE_CONDITION, at });
}

function tooQualified(parts: readonly string[], column: string, at: number | null): Refusal {
  return refuse({
    code: 'filter.table',
    message: text(`${parts.map(written).join('.')} names a schema`, `${parts.map(written).join('.')} 中带有模式名`),
    hint: text(`Write ${written(column)} alone.`, `请只写 ${written(column)}。`),
    at,
  });
}

function otherTable(parts: readonly string[], reading: Reading, at: number | null): Refusal {
  const [qualifier = '', column = ''] = parts.map(written);
  const own = reading.name === undefined ? '' : displayName(reading.name);
  return refuse({
    code: 'filter.table',
    message: text(
      `${qualifier}.${column} is not a column of ${own}: a filter may use columns of its own table only`,
      `${qualifier}.${column} 不是 ${own} 的列：过滤条件只能使用本表的列`,
    ),
    hint: text(
      `Write the column without a table name. If ${qualifier} is a column of a composite type, write (${qualifier}).${column}.`,
      `请直接写列名，不带表名。若 ${qualifier} 是复合类型的列，请写成 (${qualifier}).${column}。`,
    ),
    at,
  });
}

function systemColumn(column: string, at: number | null): Refusal {
  return refuse({
    code: 'filter.column',
    message: text(`${column} is a system column, which changes do not carry`, `${column} 是系统列，增量数据中不包含该列`),
    hint: text("Use the table's own columns.", '请使用该表自己的列。'),
    at,
  });
}

function bothWays(value: string): { readonly en: string; readonly zh: string } {
  return { en: value, zh: value };
}
