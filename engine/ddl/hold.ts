import type { TablePlan } from '../plan/plan.ts';
import type { RefusedDdl, RefusedDdls } from '../plan/refused-ddl.ts';
import { followsRows } from '../schema/operation.ts';
import { type TableId, type TableName, tableId } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import type { Carriage, DdlWork } from './carriage.ts';
import type { Alteration } from './diff.ts';
import { nameWaits, type RefusedThere } from './refused.ts';
import type { DdlCommand, TableStep, TableStructure } from './structure.ts';
import { reportedRefusal } from './tell-refused.ts';

type Tables = ReadonlyMap<TableId, TablePlan>;

/** A command cut by what its tables wait for. */
export interface Parts {
  /** What is carried now; null: nothing. */
  readonly free: DdlCommand | null;
  /** By the id of the refused command that its tables wait for. */
  readonly held: ReadonlyMap<string, DdlCommand>;
}

/** Commands on tables that are stopped wait behind what stopped them; whatever else the same command did is carried. Pure. */
export function divided(command: DdlCommand, tables: Tables): Parts {
  const held = new Map<string, TableStep[]>();
  const free: TableStep[] = [];
  for (const step of command.tables) {
    const id = stoppedBy(step, tables);
    if (id === undefined) free.push(step);
    else held.set(id, [...(held.get(id) ?? []), step]);
  }
  const parts = new Map([...held].map(([id, steps]) => [id, { ...command, tables: steps, enums: [] }] as const));
  if (held.size === 0) return { free: command, held: parts };
  return { free: free.length === 0 && command.enums.length === 0 ? null : { ...command, tables: free }, held: parts };
}

/**
 * What takes the name of a table that waits, and was dropped since, would be known by neither.
 * @throws EngineError `ddl.name-waits`
 */
export function requireFreeNames(command: DdlCommand, tables: Tables): void {
  for (const { before, after } of command.tables) {
    const plan = before === null ? undefined : tables.get(tableId(before));
    if (plan === undefined || plan.stopped !== undefined || after === null) continue;
    if (tables.get(tableId(after))?.stopped !== undefined) throw nameWaits(command, plan.source, after);
  }
}

function stoppedBy({ before, after }: TableStep, tables: Tables): string | undefined {
  const was = before === null ? undefined : tables.get(tableId(before))?.stopped;
  if (was !== undefined || after === null) return was;
  // A partition that is made comes with the columns of its parent, which the destination has otherwise.
  const parent = before === null ? after.partitionOf : null;
  return tables.get(tableId(after))?.stopped ?? (parent === null ? undefined : tables.get(tableId(parent))?.stopped);
}

/** A refused command with its tables, from here on. */
export type Noted = Pick<Carriage, 'command' | 'work' | 'tables' | 'sequences'> & {
  readonly refused: ReadonlyMap<string, RefusedDdl | null>;
};

/** Notes a further command on tables that are stopped: by what names they go at the source. Pure. */
export function heldBack(
  command: DdlCommand,
  id: string,
  { tables, refused }: { readonly tables: Tables; readonly refused: RefusedDdls },
): Noted {
  const known = refused.get(id);
  const changed = new Map<TableId, TablePlan | null>();
  const aside: TablePlan[] = [];
  for (const step of command.tables) {
    const plan = step.before === null ? undefined : tables.get(tableId(step.before));
    if (step.before === null && step.after !== null) comesBelow(changed, step.after, tables);
    if (plan === undefined) continue;
    if (known?.aside?.now.includes(plan.id)) aside.push(plan);
    if (step.after !== null) calledNow(changed, plan, step.after);
    // Nobody waits for it: it is gone with its name.
    else if (known === undefined) changed.set(plan.id, null);
  }
  if (known === undefined) return { command, work: [], tables: changed, sequences: null, refused: new Map() };
  const next: RefusedDdl = {
    ...known,
    queue: [...known.queue, command],
    tables: namesAfter([...known.tables, ...changed.keys()], command),
    ...(known.aside === undefined ? {} : { aside: { ...known.aside, now: thereAfter(known.aside.now, command) } }),
  };
  const others = followed(refused, { command, tables: changed }, tables);
  return { command, work: marksOf(aside, command), tables: changed, sequences: null, refused: new Map([...others, [id, next]]) };
}

/** Tables whose rows stay keep the marks of their load, which follow their names. */
function marksOf(tables: readonly TablePlan[], { tables: steps }: DdlCommand): readonly DdlWork[] {
  return tables.flatMap((plan): readonly DdlWork[] => {
    const after = steps.find(({ before }) => before !== null && tableId(before) === plan.id)?.after ?? null;
    if (after === null || tableId(after) === plan.id) return [];
    return [{ kind: 'called', from: plan, to: { ...plan, id: tableId(after), source: { schema: after.schema, name: after.name } } }];
  });
}

/** What tables are called after a command; those that it drops are left out. */
export function thereAfter(ids: readonly TableId[], command: DdlCommand): readonly TableId[] {
  const gone = new Set(command.tables.flatMap(({ before, after }) => (before !== null && after === null ? [tableId(before)] : [])));
  return namesAfter(
    ids.filter((id) => !gone.has(id)),
    command,
  );
}

/** A partition that waits with its parent: known by its name, so that what the log tells of it is passed over. */
function comesBelow(changed: Map<TableId, TablePlan | null>, { schema, name, partitionOf, kind }: TableStructure, tables: Tables): void {
  const parent = partitionOf === null ? undefined : tables.get(tableId(partitionOf));
  const id = tableId({ schema, name });
  if (parent?.stopped === undefined || tables.has(id)) return;
  const hasRows = kind === 'table';
  changed.set(id, { ...parent, id, source: { schema, name }, hasRows, ...(hasRows ? { reload: true } : {}) });
}

function calledNow(changed: Map<TableId, TablePlan | null>, plan: TablePlan, { schema, name }: TableName): void {
  const id = tableId({ schema, name });
  if (id === plan.id) return;
  changed.set(plan.id, null);
  changed.set(id, { ...plan, id, source: { schema, name } });
}

/** What tables are called after a command. */
function namesAfter(ids: readonly TableId[], command: DdlCommand): readonly TableId[] {
  const names = new Map(
    command.tables.flatMap(({ before, after }) => (before && after ? [[tableId(before), tableId(after)] as const] : [])),
  );
  return [...new Set(ids.map((id) => names.get(id) ?? id))];
}

export interface StopInit {
  readonly id: string;
  readonly at: number;
  /** As they were before the command. */
  readonly tables: Tables;
  /** Why changes of these tables cannot be set aside; null: they can. */
  readonly whyNotAside: (plans: readonly TablePlan[]) => Text | null;
}

/** Says of a command that was refused what is to be known to run it later; or why nothing but the whole task can wait for it. Pure. */
export function stopFor(
  { command, work, tables: left, sequences }: Carriage,
  error: RefusedThere,
  { id, at, tables, whyNotAside }: StopInit,
): Noted | { readonly why: Text } {
  const { object, sql, reloadable } = error.refused;
  const known = { id, attempt: 1, tag: command.tag, object, sql, error: reportedRefusal(error), at };
  if (left.size === 0 && sequences === null && work.every(isOfNoRow)) {
    const ids = work.flatMap((each) => (each.kind === 'alter' ? [each.to.id] : []));
    const refused = { ...known, stops: false, tables: [...new Set(ids)], plans: [], queue: [] };
    return { command, work: [], tables: new Map(), sequences, refused: new Map([[id, refused]]) };
  }
  const touched = touchedIds(work, left);
  const isTouched = (table: TableStep['before']) => table !== null && touched.has(tableId(table));
  const steps = command.tables.filter(({ before, after }) => isTouched(before) || isTouched(after));
  const plans = steps.flatMap(({ before }) => (before === null ? [] : (tables.get(tableId(before)) ?? [])));
  const come = [...left.values()]
    .filter((plan) => plan !== null)
    .filter(({ id: of }) => steps.some(({ before, after }) => comesAs(of, before, after, tables)));
  if (plans.length === 0 && come.length === 0) return { why: OF_NO_TABLE };
  const repeatable = reloadable && plans.every((plan) => !plan.hasRows || followsRows(plan.operations));
  const why = repeatable ? null : whyNotAside(plans);
  if (why !== null) return { why };
  const changed = new Map<TableId, TablePlan | null>();
  for (const plan of plans) changed.set(plan.id, repeatable ? stopped(plan, id) : { ...plan, stopped: id });
  for (const plan of come) changed.set(plan.id, stopped(plan, id));
  for (const { before, after } of steps) {
    const plan = before === null ? undefined : changed.get(tableId(before));
    if (plan && after !== null) calledNow(changed, plan, after);
  }
  const stays = [...changed].flatMap(([table, plan]) => (plan === null ? [] : [table]));
  const was = plans.filter(({ hasRows }) => hasRows).map((plan) => plan.id);
  const aside = repeatable ? {} : { aside: { now: thereAfter(was, command), was, done: 0 } };
  const refused = { ...known, stops: true, tables: stays, plans, queue: [{ ...command, tables: steps }], ...aside };
  const marks = repeatable ? plans.map((plan) => ({ kind: 'forget', plan }) as const) : marksOf(plans, command);
  return { command, work: marks, tables: changed, sequences: null, refused: new Map([[id, refused]]) };
}

const OF_NO_TABLE = text('it is of no table of this task', '该语句与本任务的表无关');

function comesAs(id: TableId, before: TableStep['before'], after: TableStep['after'], tables: Tables): boolean {
  return after !== null && tableId(after) === id && (before === null || !tables.has(tableId(before)));
}

/** Its rows are to be copied again once it is not stopped any more: changes of it are passed over. */
function stopped(plan: TablePlan, id: string): TablePlan {
  return { ...plan, stopped: id, ...(plan.hasRows ? { reload: true } : {}) };
}

function touchedIds(work: readonly DdlWork[], tables: Carriage['tables']): ReadonlySet<TableId> {
  const ids = work.flatMap((each) => {
    if (each.kind === 'alter' || each.kind === 'rename') return [each.from.id, each.to.id];
    return 'plan' in each ? [each.plan.id] : [];
  });
  return new Set([...ids, ...tables.keys()]);
}

/** Says nothing of how rows look, nor of which there may be: without it they are as they are at the source. */
function isOfNoRow(work: DdlWork): boolean {
  return work.kind === 'alter' && work.alterations.every(saysNothingOfRows);
}

function saysNothingOfRows(each: Alteration): boolean {
  switch (each.kind) {
    case 'add-index':
    case 'add-constraint':
    case 'rename-index':
    case 'rename-constraint':
    case 'default':
      return true;
    case 'not-null':
      return each.column.notNull;
    default:
      return false;
  }
}

/** What waits for a person and stops nothing goes with its table. */
export function followed(
  refused: RefusedDdls,
  { command, tables: changed }: Pick<Carriage, 'command' | 'tables'>,
  tables: Tables,
): ReadonlyMap<string, RefusedDdl | null> {
  const next = new Map<string, RefusedDdl | null>();
  const isThere = (id: TableId) => (changed.has(id) ? changed.get(id) !== null : tables.has(id));
  for (const [id, each] of refused) {
    if (each.stops) continue;
    const ids = namesAfter(each.tables, command).filter(isThere);
    if (ids.length === 0) next.set(id, null);
    else if (ids.join() !== each.tables.join()) next.set(id, { ...each, tables: ids });
  }
  return next;
}
