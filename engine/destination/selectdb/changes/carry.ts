import type { Carriage, DdlWork } from '../../../ddl/carriage.ts';
import type { Alteration } from '../../../ddl/diff.ts';
import { type RefusedThere, refusedThere } from '../../../ddl/refused.ts';
import type { ColumnStructure } from '../../../ddl/structure.ts';
import { EngineError } from '../../../errors.ts';
import type { ColumnPlan, TablePlan } from '../../../plan/plan.ts';
import { displayName } from '../../../schema/table.ts';
import { type Text, text } from '../../../text.ts';
import { defaultClause } from '../default.ts';
import { qualified, quote } from '../quote.ts';

/** One statement that a command comes to; `column` is there before or after it, which tells whether it was run. */
export interface CarriedStatement {
  readonly table: TablePlan;
  readonly sql: string;
  readonly column: { readonly name: string; readonly added: boolean } | null;
}

interface Wanted {
  readonly statements: readonly CarriedStatement[];
  /** What cannot be done, by itself and in words. */
  readonly refused: Refusal | null;
}

interface Refusal {
  readonly sql: string;
  readonly object: string;
  readonly why: Text;
}

/**
 * What a command of the source comes to in SelectDB: columns that come and go, and statements that a person wrote. What says nothing of
 * rows or their columns (indexes, constraints, defaults of later rows, labels of enums, where a partition belongs) has nothing there to be
 * done to. Everything else is refused before anything is done. Pure.
 */
export function carriedStatements({ work }: Pick<Carriage, 'work'>): Wanted {
  const statements: CarriedStatement[] = [];
  for (const each of work) {
    const found = ofWork(each);
    if (!Array.isArray(found)) return { statements: [], refused: found as Refusal };
    statements.push(...(found as readonly CarriedStatement[]));
  }
  return { statements, refused: null };
}

function ofWork(work: DdlWork): readonly CarriedStatement[] | Refusal {
  switch (work.kind) {
    case 'sql':
      return work.sql.map((sql) => ({ table: work.plan, sql, column: null }));
    case 'empty':
      return [{ table: work.plan, sql: `TRUNCATE TABLE ${qualified(work.plan.destination)}`, column: null }];
    case 'enum':
    case 'forget':
    case 'attach':
    case 'detach':
      return [];
    case 'create':
      return refusal(
        work.plan,
        `CREATE TABLE ${qualified(work.plan.destination)} (…)`,
        text('a table that comes later is not made by itself', '后续新建的表不会自动创建'),
      );
    case 'drop':
      return refusal(
        work.plan,
        `DROP TABLE ${qualified(work.plan.destination)}`,
        text('a table with its rows is not dropped by itself', '不会自动删除表及其数据'),
      );
    case 'rename':
      return refusal(
        work.from,
        `ALTER TABLE ${qualified(work.from.destination)} RENAME ${quote(work.to.destination.name)}`,
        text('tables are not renamed', '不支持重命名表'),
      );
    case 'alter':
      return altered(work);
  }
}

type Altered = Extract<DdlWork, { readonly kind: 'alter' }>;

function altered(work: Altered): readonly CarriedStatement[] | Refusal {
  const statements: CarriedStatement[] = [];
  for (const each of work.alterations) {
    const found = ofAlteration(work, each);
    if (found === null) continue;
    if ('why' in found) return found;
    statements.push(found);
  }
  return statements;
}

function ofAlteration({ from, to }: Altered, each: Alteration): CarriedStatement | Refusal | null {
  const table = qualified(to.destination);
  switch (each.kind) {
    case 'add-column': {
      const column = to.columns.find(({ source }) => source === each.column.name);
      return column === undefined ? null : added(to, column, each.column);
    }
    case 'drop-column': {
      const column = from.columns.find(({ source }) => source === each.name);
      if (column === undefined) return null;
      const sql = `ALTER TABLE ${table} DROP COLUMN ${quote(column.destination)}`;
      const isKey = [...(from.model?.keys ?? []), ...(from.model?.distribution ?? [])].includes(column.destination);
      if (isKey) return refusal(to, sql, text('a column of its key cannot be dropped', '不能删除主键列或分布键列'));
      return { table: to, sql, column: { name: column.destination, added: false } };
    }
    case 'rename-column': {
      const column = from.columns.find(({ source }) => source === each.from);
      const renamed = to.columns.find(({ source }) => source === each.to);
      if (column === undefined || renamed === undefined || column.destination === renamed.destination) return null;
      const sql = `ALTER TABLE ${table} RENAME COLUMN ${quote(column.destination)} ${quote(renamed.destination)}`;
      return refusal(to, sql, text('columns are not renamed', '不支持重命名列'));
    }
    case 'type': {
      const before = from.columns.find(({ source }) => source === each.before.name);
      const after = to.columns.find(({ source }) => source === each.after.name);
      if (before === undefined || after === undefined || before.type === after.type) return null;
      const sql = `ALTER TABLE ${table} MODIFY COLUMN ${quote(after.destination)} ${after.type}`;
      return refusal(to, sql, text('types of columns are not changed', '不支持修改列类型'));
    }
    default:
      return null;
  }
}

/** Rows that are there get what they have at the source: the value it keeps for them, written as the column's default. */
function added(table: TablePlan, plan: ColumnPlan, column: ColumnStructure): CarriedStatement | Refusal {
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
  return { table, sql, column: { name: plan.destination, added: true } };
}

function refusal(table: TablePlan, sql: string, why: Text): Refusal {
  return { sql, object: displayName(table.destination), why };
}

/** For who may go on without the command. */
export function refusedCommand({ command, work }: Carriage, { sql, object, why }: Refusal): RefusedThere {
  const error = new EngineError({
    code: 'ddl.not-there',
    message: text(
      `into SelectDB only ADD COLUMN and DROP COLUMN are carried, and ${why.en}`,
      `SelectDB 仅支持同步 ADD COLUMN 和 DROP COLUMN，${why.zh}`,
    ),
    hint: text('Do there by hand what is to be done, then go on.', '请在目标库手动处理后继续。'),
    retry: 'by-hand',
    side: 'destination',
    object,
  });
  const reloadable = work.every((each) => !('plan' in each) || each.plan.origin === 'create');
  return refusedThere(command, sql, error, { object, sql: [sql], reloadable });
}
