import type { Carriage } from '../ddl/carriage.ts';
import { NOT_COPIED, notCopied, RefusedThere } from '../ddl/refused.ts';
import type { DestinationState } from '../destination/destination.ts';
import { type EngineError, isEngineError, reportOf } from '../errors.ts';
import { whyRowsStay } from '../plan/keeps-rows.ts';
import type { CopyAsked, Plan, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { isLoaded } from '../schema/slice.ts';
import { displayName, nameOfTable } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import { commitHere } from './answer.ts';
import type { ReplayInit } from './replay.ts';
import { vocabulary } from './vocabulary.ts';

/** What a person wants copied again and nobody has dealt with, the oldest of it. */
export function copyWanted({ copies = [] }: Plan, overlay: DestinationState['overlay']): CopyAsked | undefined {
  return copies.find(({ id, table }) => overlay?.copied?.get(table) !== id);
}

/**
 * Takes the rows of one table away, between transactions of the source, and notes in the same transaction that they are to be copied and
 * that what was asked is dealt with. Where something speaks against it the table stays as it is, and that is noted alone. False when
 * nothing was asked.
 */
export async function copyNext(init: ReplayInit): Promise<boolean> {
  const { plan, state, destination, run } = init;
  const asked = copyWanted(plan, state.overlay);
  if (asked === undefined || state.checkpoint === null) return false;
  const refusal = await refusalOf(init, asked);
  if (refusal !== null) await destination.carry(carriageOf(init, asked), plan.tables);
  await commitHere(init, state.checkpoint);
  if (refusal === null) run.emit({ kind: 'table', at: Date.now(), id: asked.table, state: 'waiting', rows: 0, bytes: 0 });
  run.emit(refusal === null ? begun(asked) : kept(asked, refusal));
  return true;
}

/** What speaks against it; null: nothing did, and it is done. */
async function refusalOf(init: ReplayInit, asked: CopyAsked): Promise<EngineError | null> {
  const table = init.plan.tables.find(({ id }) => id === asked.table);
  if (table === undefined) return notCopied(nameOf(asked), text('the task has no table of this name any more', '任务中已没有该名称的表'));
  const why = await whyNot(init, table);
  return why === null ? emptied(init, asked, table) : notCopied(nameOf(asked), why);
}

/** As the table is by now: what the plan was when a person asked may be another. */
async function whyNot({ plan, state, destination }: ReplayInit, table: TablePlan): Promise<Text | null> {
  const why = whyRowsStay(table, plan);
  if (why !== null) return why;
  if (!isLoaded(state.tables.get(table.id))) return text('they are being copied already', '该表的数据正在复制');
  const [there] = await destination.existing([table.destination]);
  if (there === undefined) return text('the destination has no such table', '目标库中没有该表');
  return there.tasks === undefined
    ? null
    : text('another task writes to the same table, and nobody can tell which rows are whose', '另有任务写入该表，无法区分各自的数据');
}

async function emptied(init: ReplayInit, asked: CopyAsked, table: TablePlan): Promise<EngineError | null> {
  const again: TablePlan = { ...table, reload: true };
  const tables = init.plan.tables.map((each) => (each === table ? again : each));
  const work = [{ kind: 'empty', plan: table, asked: true }] as const;
  try {
    await init.destination.carry({ ...carriageOf(init, asked), work, tables: new Map([[table.id, again]]) }, tables);
    return null;
  } catch (error) {
    if (!(error instanceof RefusedThere)) throw error;
    return isEngineError(error.cause) ? error.cause : error;
  }
}

function carriageOf({ run, destination, names }: ReplayInit, { id, table }: CopyAsked): Carriage {
  return {
    command: { tag: 'COPY AGAIN', text: '', tables: [], enums: [], failure: null },
    work: [],
    tables: new Map(),
    sequences: null,
    copied: new Map([[table, id]]),
    names: vocabulary(run.config, destination, names).naming([]),
    ignored: [],
    leftOut: [],
  };
}

function nameOf({ table }: CopyAsked): string {
  return displayName(nameOfTable(table));
}

function begun(asked: CopyAsked): TaskEvent {
  const name = nameOf(asked);
  return logged('info', {
    code: 'table.copied-again',
    table: asked.table,
    message: text(
      `The rows of ${name} were taken from the destination and are copied again, as a person has asked`,
      `已按要求清除目标库中 ${name} 的数据，并重新复制`,
    ),
  });
}

function kept(asked: CopyAsked, refusal: EngineError): TaskEvent {
  const { code, message, hint } =
    refusal.code === NOT_COPIED ? reportOf(refusal) : reportOf(notCopied(nameOf(asked), reportOf(refusal).message));
  return logged('warn', { code, table: asked.table, message, hint });
}
