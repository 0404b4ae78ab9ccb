import type { TablePlan } from '../plan/plan.ts';
import { followsRows, heeds, type Operations } from '../schema/operation.ts';
import { type TableId, tableId } from '../schema/table.ts';
import type { TableSelection } from '../task/config.ts';
import { text } from '../text.ts';
import type { Alteration } from './diff.ts';
import { givenColumns } from './given.ts';
import { notCarried } from './refused.ts';
import { needsReload } from './reload.ts';
import type { ColumnStructure, DdlCommand, TableStep, TableStructure } from './structure.ts';

/** What a command did to a table that stays. */
export interface Changed extends TableStep {
  readonly before: TableStructure;
  readonly after: TableStructure;
}

export interface Judged {
  readonly command: DdlCommand;
  /** As it was before. */
  readonly plan: TablePlan;
  readonly step: Changed;
  /** Also those that are not among the operations. */
  readonly all: readonly Alteration[];
  readonly operations: Operations;
}

export interface Reloading {
  /** Tables to be loaded again when anything of them changes: their rows are ahead of this command, or not all there. */
  readonly ahead: ReadonlySet<TableId>;
  /** Tables of which a person says what becomes of rows that would have to be copied again. Absent: none. */
  readonly staying?: ReadonlySet<TableId>;
}

/**
 * Whether the rows of a table are copied again; of one without rows of its own, those of all below it, which were written anew with it.
 * @throws EngineError `source.table-changed` where that would take rows away that are to stay
 */
export function reloads({ command, plan, step, all, operations }: Judged, evolved: TablePlan, { ahead, staying }: Reloading): boolean {
  const { before, after } = step;
  if (ahead.has(plan.id) && (all.length > 0 || tableId(before) !== tableId(after))) return true;
  // Where a column keeps its type, its rows keep their values.
  const was = new Set(heeds(operations, 'alterColumn') ? [] : before.columns.map(({ number }) => number));
  const kept = after.columns.filter(({ number }) => was.has(number)).map(({ name }) => name);
  const seen = plan.hasRows ? step : { ...step, rewritten: command.tables.some(({ rewritten }) => rewritten) };
  const given = plan.hasRows ? givenColumns(evolved) : undefined;
  if (!needsReload(command, seen, [...evolved.leftOut, ...kept], given)) return false;
  if (staying?.has(plan.id) || !plan.hasRows || followsRows(plan.operations)) return true;
  const why = text(
    'its values became others, and its rows cannot be copied again, for not all that is done to rows is among its SQL operations',
    '其数据已被改写，而该表未选择全部行操作，无法重新复制其数据',
  );
  throw notCarried(command, before, why);
}

type Loosened = Extract<Alteration, { kind: 'loosen-column' }>;

/**
 * Columns that the destination keeps though the source has dropped them, and that would refuse rows which do not say them. A table that
 * was there before the task is not ours to change: it says by itself what it wants.
 * @throws EngineError `source.table-changed`
 */
export function loosening({ command, plan, step: { before }, all, operations }: Judged): readonly Loosened[] {
  if (heeds(operations, 'dropColumn') || plan.origin === 'existing') return [];
  const dropped = new Set(all.flatMap((each) => (each.kind === 'drop-column' ? [each.name] : [])));
  const loose = before.columns.filter(
    (column) => dropped.has(column.name) && wantsValue(column) && plan.columns.some(({ source }) => source === column.name),
  );
  const keyed = heeds(operations, 'dropConstraint') ? undefined : loose.find(({ name }) => isOfPrimaryKey(before, name));
  if (keyed === undefined) return loose.map(({ name }) => ({ kind: 'loosen-column', name }));
  const why = text(
    `its primary key at the destination wants the column ${keyed.name}, which is to stay there`,
    `目标库保留列 ${keyed.name}，而其主键要求该列有值`,
  );
  throw notCarried(command, before, why);
}

function wantsValue({ notNull, default: given, identity }: ColumnStructure): boolean {
  return notNull && given === null && identity === 'no';
}

function isOfPrimaryKey({ constraints, keys }: TableStructure, column: string): boolean {
  return constraints.some(({ kind }) => kind === 'primary') && keys[0]?.includes(column) === true;
}

/** Later columns are taken where none was left out, and none was chosen by itself. */
export function takesAll({ leftOut, takesLater }: TablePlan, chosen: 'whole' | TableSelection | null): boolean {
  return (leftOut.length === 0 || takesLater === true) && (chosen === null || chosen === 'whole' || chosen.columns === undefined);
}
