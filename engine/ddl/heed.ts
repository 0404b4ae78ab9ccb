import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { heeds, labelOf, type Operation, type Operations } from '../schema/operation.ts';
import { displayName, type TableName } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import type { Carriage } from './carriage.ts';
import type { Alteration } from './diff.ts';
import type { DdlCommand } from './structure.ts';

/** Something of a command that is not carried, for its operation is not chosen. */
export interface Ignored {
  readonly table: TableName;
  readonly operation: Operation;
  /** What it does to the rows of later, where that is not plain. */
  readonly effect: Text | null;
  readonly level: 'info' | 'warn';
  /** A column that has the type a person gave it, which stays. Absent: the operation is not chosen. */
  readonly given?: { readonly column: string; readonly type: string; readonly is: string };
}

/** The operation that an alteration is. */
function operationOf(each: Alteration): Operation {
  switch (each.kind) {
    case 'drop-constraint':
      return 'dropConstraint';
    case 'add-constraint':
    case 'rename-constraint':
      return 'addConstraint';
    case 'drop-index':
      return 'dropIndex';
    case 'add-index':
    case 'rename-index':
      return 'createIndex';
    case 'drop-column':
    case 'loosen-column':
      return 'dropColumn';
    case 'rename-column':
      return 'renameColumn';
    case 'add-column':
      return 'addColumn';
    case 'type':
    case 'identity':
    case 'drop-expression':
    case 'expression':
      return 'alterColumn';
    case 'default':
      return each.column.default === null ? 'dropDefault' : 'setDefault';
    case 'not-null':
      return each.column.notNull ? 'setNotNull' : 'dropNotNull';
  }
}

interface Heeded {
  readonly alterations: readonly Alteration[];
  readonly ignored: readonly Ignored[];
}

/** What of the alterations of a table is among its operations. */
export function heeded(table: TableName, alterations: readonly Alteration[], operations: Operations): Heeded {
  const kept = alterations.filter((each) => heeds(operations, operationOf(each)));
  const names = new Set(alterations.filter((each) => !kept.includes(each)).map(operationOf));
  return { alterations: kept, ignored: [...names].map((operation) => ignoring(table, operation)) };
}

export function ignoring(table: TableName, operation: Operation): Ignored {
  return { table, operation, effect: EFFECTS[operation] ?? null, level: operation === 'partitions' ? 'warn' : 'info' };
}

const EFFECTS: Partial<Record<Operation, Text>> = {
  createTable: text('The table stays out of this task', '该表不纳入本任务'),
  dropTable: text('The table stays at the destination with its rows', '该表及其数据保留在目标库'),
  renameTable: text('The table keeps its name there, and its changes go on arriving', '目标库保留原表名，变更继续写入该表'),
  addColumn: text('The column stays out of this task', '该列不纳入本任务'),
  dropColumn: text('The column stays there: later rows have its default, or NULL', '目标库保留该列，后续的行取其默认值或 NULL'),
  renameColumn: text('The column keeps its name there, and its values go on arriving', '目标库保留原列名，其值继续写入该列'),
  alterColumn: text(
    'The column keeps its type there, and its rows the values they have: a later value that does not fit stops the task',
    '目标库保留原类型，已有的行保留原值；后续值不符合该类型时任务将停止',
  ),
  partitions: text(
    'Partitions stay as they are there, and rows of new ones are not carried',
    '目标库的分区保持不变，新分区中的数据不会同步',
  ),
};

/** `apart`: not below its parent at the destination. */
export function placed(plan: TablePlan, apart: boolean): TablePlan {
  const { apart: _, ...rest } = plan;
  return apart ? { ...rest, apart } : rest;
}

/** Whether all that is done at the destination is to keep what is known of a table in line with what was ignored of it. */
export function isOnlyIgnored({ ignored, work }: Carriage): boolean {
  return (
    ignored.length > 0 &&
    work.every(
      (each) =>
        (each.kind === 'rename' && displayName(each.from.destination) === displayName(each.to.destination)) ||
        (each.kind === 'drop' && each.plan.origin === 'existing'),
    )
  );
}

function staysGiven(name: string, { column, type, is }: NonNullable<Ignored['given']>): TaskEvent {
  return logged('warn', {
    code: 'ddl.type-given',
    message: {
      en: `${name}.${column} is ${is} at the source now, and stays ${type} at the destination, as this task says`,
      zh: `${name}.${column} 在源库已改为 ${is}，目标库按任务设置保持为 ${type}`,
    },
    hint: {
      en: 'Later values that the type does not hold as they are stop the task.',
      zh: '后续值若无法原样存入该类型，任务将停止。',
    },
  });
}

/** One line a table and operation, for each command. */
export function notChosen({ tag }: DdlCommand, { table, operation, effect, level, given }: Ignored): TaskEvent {
  if (given !== undefined) return staysGiven(displayName(table), given);
  const label = labelOf(operation);
  const name = table.name === '' ? table.schema : displayName(table);
  return logged(level, {
    code: 'ddl.not-chosen',
    message: {
      en: `${label.en} is not among the SQL operations of ${name}: ${tag} was not carried to the destination`,
      zh: `${name} 未选择操作“${label.zh}”，${tag} 未同步到目标库`,
    },
    ...(effect === null ? {} : { hint: { en: `${effect.en}.`, zh: `${effect.zh}。` } }),
  });
}
