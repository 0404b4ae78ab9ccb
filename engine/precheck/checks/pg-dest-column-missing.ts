import { demands } from '../../plan/fit.ts';
import type { ColumnPlan } from '../../plan/plan.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { type FittedTable, fittedTables, problemsOnce } from '../fitted.ts';
import { listed } from '../names.ts';
import { carriesRows, ignoresDifferences, intoPostgres, isIncremental, usesExisting } from '../selected.ts';

/** Differences with which rows cannot be written; "Ignore Errors and Proceed" does with the columns that both have (dts.md 1.4). */
export const pgDestColumnMissing = defineCheck({
  code: 'PG_DEST_COLUMN_MISSING',
  title: text('Columns of Existing Destination Tables', '已有目标表的列'),
  about: text(
    'Whether the tables at the destination have every column the task writes. A value without a column would be lost.',
    '检查目标表是否包含任务写入的所有列：没有对应列的数据会丢失。',
  ),
  severity: 'fail',
  when: intoPostgres((config) => usesExisting(config) && carriesRows(config)),
  run: async (context) => {
    const { config } = context;
    const tables = await fittedTables(context);
    if (tables.length === 0) return [];
    const [server, { names }] = [await context.destination(), await context.named()];
    const adding = (columns: readonly ColumnPlan[]) =>
      columns.map(({ destination, type }) => `ADD COLUMN ${quote(destination)} ${server.columnType(type, names)}`).join(', ');
    return problemsOnce(tables, (table) => {
      const lost = ignoresDifferences(config) ? indispensable(table) : table.fit.absent;
      const computed = ignoresDifferences(config) ? keyAmong(table, table.fit.computed) : table.fit.computed;
      return [
        ...(lost.length === 0 ? [] : [absent(table, lost, adding(lost))]),
        ...(computed.length === 0 ? [] : [cannotTake(table, computed)]),
        ...unfilled(table),
        ...(isIncremental(config) ? fixed(table) : []),
      ];
    });
  },
});

/** What cannot be done without: the key, and any column at all. */
function indispensable(table: FittedTable): readonly ColumnPlan[] {
  const { written, absent: all } = table.fit;
  return written.length === 0 ? all : keyAmong(table, all);
}

function keyAmong({ plan }: FittedTable, columns: readonly ColumnPlan[]): readonly ColumnPlan[] {
  return columns.filter(({ source }) => plan.key.includes(source));
}

function absent({ table, name, plan }: FittedTable, missing: readonly ColumnPlan[], adding: string): Problem {
  const columns = listed(missing.map(({ destination }) => destination));
  return {
    subject: name,
    cause: text(
      `${name} at the destination has no ${columns.en}, to which columns of ${displayName(plan.source)} are to be written`,
      `目标表 ${name} 中没有列 ${columns.zh}，无法写入 ${displayName(plan.source)} 的对应列`,
    ),
    fix: text(
      'Map the columns to those of the table or leave them out in Configure Objects, or run the statement at the destination.',
      '请在“配置任务对象”中将这些列映射到目标表已有的列或不选择它们，或在目标库执行该语句。',
    ),
    fixSql: `ALTER TABLE ${qualified(table)} ${adding};`,
  };
}

function cannotTake({ name, plan }: FittedTable, computed: readonly ColumnPlan[]): Problem {
  const columns = listed(computed.map(({ destination }) => destination));
  return {
    subject: name,
    cause: text(
      `${name} at the destination computes ${columns.en} itself, to which columns of ${displayName(plan.source)} are to be written`,
      `目标表 ${name} 的列 ${columns.zh} 为生成列，无法写入 ${displayName(plan.source)} 的对应列`,
    ),
    fix: text(
      'Leave the columns out in Configure Objects, or make them ordinary columns at the destination.',
      '请在“配置任务对象”中不选择这些列，或在目标库将其改为普通列。',
    ),
  };
}

/** A value is demanded that nobody gives. */
function unfilled({ table, name, plan, fit }: FittedTable): readonly Problem[] {
  const lacking = fit.alone.filter(demands).map((column) => column.name);
  if (lacking.length === 0) return [];
  const columns = listed(lacking);
  return [
    {
      subject: name,
      cause: text(
        `${name} at the destination wants a value for ${columns.en} in every row, and ${displayName(plan.source)} gives none`,
        `目标表 ${name} 的列 ${columns.zh} 不允许为空且无默认值，而 ${displayName(plan.source)} 不提供该列的值`,
      ),
      fix: text(
        'Give the columns a default, map columns to them in Configure Objects, or run the statement at the destination.',
        '请为这些列设置默认值，或在“配置任务对象”中将列映射到它们，或在目标库执行该语句。',
      ),
      fixSql: `ALTER TABLE ${qualified(table)} ${lacking.map((column) => `ALTER COLUMN ${quote(column)} DROP NOT NULL`).join(', ')};`,
    },
  ];
}

/**
 * UPDATE cannot set an identity that is ALWAYS. Where the source's is one too, nobody changes it; where it is not, a change is only
 * known to be one if the log has the old value: of keys, and with the whole old row.
 */
function fixed({ table, name, plan, spec, fit }: FittedTable): readonly Problem[] {
  if (spec.replicaIdentity === 'full') return [];
  const there = new Map(table.columns.map((column) => [column.name, column.identity]));
  const free = new Set(spec.columns.filter(({ identity }) => identity !== 'always').map((column) => column.name));
  const kept = fit.written.filter(
    ({ source, destination }) => there.get(destination) === 'always' && free.has(source) && !plan.key.includes(source),
  );
  if (kept.length === 0) return [];
  const columns = listed(kept.map(({ destination }) => destination));
  return [
    {
      subject: name,
      cause: text(
        `${name} at the destination numbers ${columns.en} itself (GENERATED ALWAYS AS IDENTITY), so that changes of it in ${displayName(plan.source)} cannot be applied`,
        `目标表 ${name} 的列 ${columns.zh} 为 GENERATED ALWAYS 标识列，无法应用 ${displayName(plan.source)} 对其的变更`,
      ),
      fix: text(
        'Run the statement at the destination, or leave the columns out in Configure Objects.',
        '请在目标库执行该语句，或在“配置任务对象”中不选择这些列。',
      ),
      fixSql: `ALTER TABLE ${qualified(table)} ${kept.map(({ destination }) => `ALTER COLUMN ${quote(destination)} SET GENERATED BY DEFAULT`).join(', ')};`,
    },
  ];
}
