import type { Carriage, DdlWork } from '../../../ddl/carriage.ts';
import type { Alteration } from '../../../ddl/diff.ts';
import type { ColumnStructure } from '../../../ddl/structure.ts';
import { specOf } from '../../../ddl/table-spec.ts';
import type { ColumnPlan, TablePlan } from '../../../plan/plan.ts';
import { followsRows } from '../../../schema/operation.ts';
import { displayName, type TableId, type TableName } from '../../../schema/table.ts';
import { type Text, text } from '../../../text.ts';
import { createDatabase, createTable, truncateTable } from '../ddl.ts';
import { defaultClause } from '../default.ts';
import { qualified, quote } from '../quote.ts';
import { asideName } from './aside.ts';
import { canModify } from './modify.ts';
import { isSameText } from './same-text.ts';
import { dropColumnSql, renameColumnSql, renameTableSql } from './undo.ts';

/** One thing that a command comes to. `sql` is what is run, or what a person is shown where that depends on what is there. */
export type Step = { readonly table: TableName; readonly sql: string } & (
  | { readonly kind: 'sql' }
  /** `aside`: what the column is called while it is out of the way. */
  | { readonly kind: 'add-column'; readonly name: string; readonly aside: string }
  /** `isOwn`: the task has made the table. */
  | { readonly kind: 'drop-column'; readonly name: string; readonly isOwn: boolean }
  | { readonly kind: 'modify'; readonly column: string; readonly type: string }
  | { readonly kind: 'rename-column'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename-table'; readonly to: TableName }
  | { readonly kind: 'make'; readonly database: string }
  | { readonly kind: 'drop' }
);

interface Wanted {
  readonly steps: readonly Step[];
  /** What cannot be done, by itself and in words. */
  readonly refused: Refusal | null;
}

export interface Refusal {
  readonly sql: string;
  readonly object: string;
  readonly why: Text;
  /** Set where it could be done with the table's rows copied again. */
  readonly anew?: TableId;
}

/**
 * What a command of the source comes to in SelectDB: tables and columns that come, go, or change their names, types that widen, and
 * statements that a person wrote. What says nothing of rows or their columns (indexes, constraints, defaults of later rows, labels of
 * enums, where a partition belongs) has nothing there to be done to. Everything else is refused before anything is done. Pure.
 */
export function stepsOf({ work }: Pick<Carriage, 'work'>, replicas: number | null): Wanted {
  const steps: Step[] = [];
  for (const each of work) {
    const found = ofWork(each, replicas);
    if ('why' in found) return { steps: [], refused: found };
    steps.push(...found);
  }
  return { steps, refused: null };
}

function ofWork(work: DdlWork, replicas: number | null): readonly Step[] | Refusal {
  switch (work.kind) {
    case 'sql':
      return work.sql.map((sql) => ({ kind: 'sql', table: work.plan.destination, sql }));
    case 'empty': {
      const found = emptied(work.plan);
      // Nothing at the source asks for it again after a kill: until the checkpoint is past it the rows stay.
      return work.asked === true && !('why' in found) ? [] : found;
    }
    case 'enum':
    case 'forget':
    case 'called':
    case 'attach':
    case 'detach':
      return [];
    case 'create':
      return made(work, replicas);
    case 'drop': {
      const table = work.plan.destination;
      return isOwn(work.plan) ? [{ kind: 'drop', table, sql: `DROP TABLE ${qualified(table)}` }] : [];
    }
    case 'rename':
      return renamed(work);
    case 'alter':
      return altered(work);
  }
}

/** Of a table that was there before, or that others fill as well, nobody can tell which rows are whose. */
function isOwn({ origin, merged }: TablePlan): boolean {
  return origin === 'create' && merged !== true;
}

function emptied(plan: TablePlan): readonly Step[] | Refusal {
  const sql = truncateTable(plan.destination);
  if (isOwn(plan)) return [{ kind: 'sql', table: plan.destination, sql }];
  const why = text(
    'its values became others, and rows that are not of this table cannot be told from them',
    '其数据已被改写，且目标表中可能存在其他来源的数据，无法区分',
  );
  return refusal(plan, sql, why);
}

function made({ plan, structure }: Extract<DdlWork, { readonly kind: 'create' }>, replicas: number | null): readonly Step[] | Refusal {
  const { model, destination: table } = plan;
  const head = `CREATE TABLE ${qualified(table)} (…)`;
  if (model === undefined) return refusal(plan, head, text('it is not known how the table is to be made', '无法确定该表的建表方式'));
  if (model.refused !== undefined) return refusal(plan, head, model.refused.cause);
  const sql = createTable({ table: plan, model, spec: specOf(structure), replicas });
  return [{ kind: 'make', table, sql, database: createDatabase(table.schema) }];
}

function renamed({ from, to }: Extract<DdlWork, { readonly kind: 'rename' }>): readonly Step[] | Refusal {
  const [was, is] = [from.destination, to.destination];
  if (was.schema === is.schema && was.name === is.name) return [];
  const sql = renameTableSql(was, is.name);
  if (from.merged === true) return refusal(from, sql, text('other tables go into it as well', '其他源表也写入该表'));
  if (was.schema !== is.schema) return refusal(from, sql, text('a table stays in its database', '表不能移动到其他数据库'));
  return [{ kind: 'rename-table', table: was, to: is, sql }];
}

type Altered = Extract<DdlWork, { readonly kind: 'alter' }>;

function altered(work: Altered): readonly Step[] | Refusal {
  const steps: Step[] = [];
  for (const each of work.alterations) {
    const found = ofAlteration(work, each);
    if ('why' in found) return found;
    steps.push(...found);
  }
  return steps;
}

function ofAlteration({ from, to, emptied }: Altered, each: Alteration): readonly Step[] | Refusal {
  const table = to.destination;
  switch (each.kind) {
    case 'add-column': {
      const column = to.columns.find(({ source }) => source === each.column.name);
      return column === undefined ? [] : added(to, column, each.column);
    }
    case 'drop-column': {
      const column = from.columns.find(({ source }) => source === each.name);
      if (column === undefined) return [];
      const step = dropped(to, column.destination);
      return isOfKey(from, column.destination)
        ? refusal(to, step.sql, text('a column of its key cannot be dropped', '不能删除主键列或分布键列'))
        : [step];
    }
    case 'rename-column': {
      const column = from.columns.find(({ source }) => source === each.from);
      const is = to.columns.find(({ source }) => source === each.to);
      if (column === undefined || is === undefined || column.destination === is.destination) return [];
      const [was, name] = [column.destination, is.destination];
      return [{ kind: 'rename-column', table, from: was, to: name, sql: renameColumnSql(table, was, name) }];
    }
    case 'type': {
      const before = from.columns.find(({ source }) => source === each.before.name);
      const after = to.columns.find(({ source }) => source === each.after.name);
      if (before === undefined || after === undefined) return [];
      const isSame = emptied || isSameText(each.before.type, each.after.type, after.type);
      if (before.type === after.type && isSame) return [];
      return retyped(from, to, { before, after, column: each.after, isSame, emptied });
    }
    default:
      return [];
  }
}

interface Retyped {
  readonly before: ColumnPlan;
  readonly after: ColumnPlan;
  readonly column: ColumnStructure;
  /** The source writes the values that are there as before. */
  readonly isSame: boolean;
  readonly emptied: boolean;
}

/** A column of a table that has no rows by now may as well be another one. */
function retyped(from: TablePlan, table: TablePlan, { before, after, column, isSame, emptied }: Retyped): readonly Step[] | Refusal {
  const name = after.destination;
  const sql = modifyingSql(table, after);
  if (isOfKey(table, name))
    return refusal(table, sql, text('the type of a column of its key cannot be changed', '不能修改主键列或分布键列的类型'));
  if (isSame && canModify(before.type, after.type))
    return [{ kind: 'modify', table: table.destination, column: name, type: after.type, sql }];
  if (!emptied) return { ...refusal(table, sql, whyUnkept(before, after, column)), ...(isAnew(from) ? { anew: from.id } : {}) };
  const come = added(table, after, { ...column, missing: null });
  return 'why' in come ? come : [dropped(table, name), ...come];
}

function modifyingSql({ destination }: TablePlan, column: ColumnPlan): string {
  return `ALTER TABLE ${qualified(destination)} MODIFY COLUMN ${quote(column.destination)} ${column.type}`;
}

function whyUnkept(before: ColumnPlan, after: ColumnPlan, { type }: ColumnStructure): Text {
  return before.type === after.type
    ? text(
        `${after.destination} stays ${after.type} there, and as ${type} the source writes its values otherwise than they were brought; to have them exactly, copy the table again`,
        `列 ${after.destination} 在目标库中仍为 ${after.type}，而改为 ${type} 后源库输出的值与已写入的值不同；如需完全一致，请重新复制该表`,
      )
    : text(
        `${before.type} cannot be made ${after.type} with every value kept`,
        `无法在保留全部取值的前提下将 ${before.type} 改为 ${after.type}`,
      );
}

/** Its rows are the task's own, and one of each: of a table that keeps every change, those of before would be gone. */
function isAnew(table: TablePlan): boolean {
  return isOwn(table) && table.model?.engine === 'unique' && (!table.hasRows || followsRows(table.operations));
}

function isOfKey({ model }: TablePlan, column: string): boolean {
  return [...(model?.keys ?? []), ...(model?.distribution ?? [])].some((name) => name.toLowerCase() === column.toLowerCase());
}

function dropped(table: TablePlan, name: string): Step {
  const sql = dropColumnSql(table.destination, name);
  return { kind: 'drop-column', table: table.destination, name, isOwn: isOwn(table), sql };
}

/** Rows that are there get what they have at the source: the value it keeps for them, written as the column's default. */
function added(table: TablePlan, plan: ColumnPlan, column: ColumnStructure): readonly Step[] | Refusal {
  const { missing } = column;
  const expression = missing === null ? null : `'${missing.replaceAll("'", "''")}'`;
  const clause = defaultClause(expression, { type: plan.type, source: column.type });
  const head = `ALTER TABLE ${qualified(table.destination)} ADD COLUMN ${quote(plan.destination)} ${plan.type} NULL`;
  if (missing !== null && clause.kind !== 'carried')
    return refusal(
      table,
      head,
      text(
        `its rows have the value ${missing} in the new column, which no default can say there`,
        `新增列在已有行中的值为 ${missing}，无法用默认值表示`,
      ),
    );
  const sql = clause.kind === 'carried' ? `${head} ${clause.sql}` : head;
  return [{ kind: 'add-column', table: table.destination, name: plan.destination, aside: asideName(column.number, sql), sql }];
}

function refusal(table: TablePlan, sql: string, why: Text): Refusal {
  return { sql, object: displayName(table.destination), why };
}
