import type { Carriage } from '../ddl/carriage.ts';
import { NOT_COPIED, notCopied, RefusedThere } from '../ddl/refused.ts';
import type { Destination, DestinationState, ExistingTable } from '../destination/destination.ts';
import { type EngineError, type ErrorReport, errorFrom, isEngineError, reportOf } from '../errors.ts';
import { whyRowsStay } from '../plan/keeps-rows.ts';
import type { CopyAsked, Plan, TableAtSource, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { isLoaded } from '../schema/slice.ts';
import { displayName, nameOfTable } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { type Text, text } from '../text.ts';
import { commitHere } from './answer.ts';
import type { ReplayInit } from './replay.ts';
import type { RunInit } from './run-init.ts';
import { vocabulary } from './vocabulary.ts';

export interface CopyTableInit extends ReplayInit {
  readonly run: Pick<RunInit, 'config' | 'emit' | 'joins'>;
  readonly source: Pick<Source, 'tableNow'>;
  readonly destination: ReplayInit['destination'] & Pick<Destination, 'adopt'>;
}

/** Where the task stands. */
export type Standing = Pick<CopyTableInit, 'plan' | 'state'>;

/** What a person wants copied again and nobody has taken up, the oldest of it. */
export function copyWanted({ copies = [], joining = [] }: Plan, overlay: DestinationState['overlay']): CopyAsked | undefined {
  const takenUp = new Set(joining.map(({ again }) => again?.asked.id));
  return copies.find(({ id, table }) => overlay?.copied?.get(table) !== id && !takenUp.has(id));
}

/**
 * Takes up what a person has asked, between transactions of the source. The table is copied beside the others where that can be; else
 * its rows are taken away here and now, and the others wait. Where something speaks against it the table stays as it is, and that is
 * noted. False when nothing was asked.
 */
export async function copyNext(init: CopyTableInit): Promise<boolean> {
  const { plan, state, run } = init;
  const asked = copyWanted(plan, state.overlay);
  if (asked === undefined || state.checkpoint === null) return false;
  const table = tableOf(init, asked);
  const { why, beside } = table === undefined ? absent(init, asked) : await judge(init, table);
  if (beside) await run.joins?.copyAgain(asked);
  else await dealWith(init, { asked, refusal: why === null ? null : notCopied(nameOf(asked), why), to: null });
  return true;
}

interface Verdict {
  /** Why it is not copied again; null: it is. */
  readonly why: Text | null;
  /** Whether it is copied beside the others. */
  readonly beside: boolean;
}

/** As the table is by now: what the plan was when a person asked may be another. */
async function judge(init: CopyTableInit, table: TablePlan): Promise<Verdict> {
  const [there] = await init.destination.existing([table.destination]);
  const why = whyNot(init, table, there);
  return { why, beside: why === null && (await goesBeside(init, table, there)) };
}

/** As it is called at the source it is copied beside the others: as a table of its own, of which nothing else waits for an answer. */
async function goesBeside(
  { run, destination, source, state }: CopyTableInit,
  table: TablePlan,
  there: ExistingTable | undefined,
): Promise<boolean> {
  if (run.joins === undefined || destination.adopt === undefined) return false;
  if ([...(state.overlay?.refused?.values() ?? [])].some(({ tables }) => tables.includes(table.id))) return false;
  // What is done to a parent is done to what is below it, by one log: at the source as it is by now, and here as the log has been read.
  return there?.family !== true && (await source.tableNow(table.source))?.family === false;
}

/**
 * Hands the table over, empty, to the run that copies it, in one transaction with the note that what was asked is dealt with. `failed`: what
 * that run could not get ready. `atSource`: the table there, as the task has followed it. Where anything speaks against it the table stays
 * as it is.
 */
export async function part(
  init: CopyTableInit,
  asked: CopyAsked,
  { to, failed, atSource }: { readonly to: string; readonly failed: ErrorReport | undefined; readonly atSource: TableAtSource | undefined },
) {
  const table = tableOf(init, asked);
  const known = failed === undefined ? null : errorFrom(failed);
  // What has come over it since may keep it where it is: then the others wait.
  const { why, beside } = table === undefined ? absent(init, asked) : known === null ? await judge(init, table) : STAYS;
  await dealWith(init, { asked, refusal: why === null ? known : notCopied(nameOf(asked), why), to: beside ? to : null, atSource });
}

const STAYS: Verdict = { why: null, beside: false };

interface Dealing {
  readonly asked: CopyAsked;
  readonly refusal: EngineError | null;
  /** The run that the table is handed over to; null: it stays the task's. */
  readonly to: string | null;
  readonly atSource?: TableAtSource | undefined;
}

async function dealWith(init: CopyTableInit, { asked, refusal: known, ...rest }: Dealing): Promise<void> {
  const { plan, state, destination, run } = init;
  const table = tableOf(init, asked);
  if (state.checkpoint === null || (table === undefined && known === null))
    throw new Error('Nothing is known of what is to be copied again.');
  const refusal = known ?? (table === undefined ? null : await emptied(init, asked, { table, ...rest }));
  if (refusal !== null) await destination.carry(carriageOf(init, asked), plan.tables);
  await commitHere(init, state.checkpoint);
  if (refusal === null) run.emit({ kind: 'table', at: Date.now(), id: asked.table, state: 'waiting', rows: 0, bytes: 0 });
  run.emit(refusal === null ? begun(asked, rest.to !== null) : kept(asked, refusal));
}

function tableOf({ plan }: CopyTableInit, asked: CopyAsked): TablePlan | undefined {
  return plan.tables.find(({ id }) => id === asked.table);
}

function absent({ run }: CopyTableInit, { table }: CopyAsked): Verdict {
  const isAway = run.joins?.isJoining(table) === true;
  return { why: isAway ? COPYING : text('the task has no table of this name any more', '任务中已没有该名称的表'), beside: false };
}

const COPYING = text('they are being copied already', '该表的数据正在复制');

function whyNot({ plan, state }: CopyTableInit, table: TablePlan, there: ExistingTable | undefined): Text | null {
  const why = whyRowsStay(table, plan);
  if (why !== null) return why;
  if (!isLoaded(state.tables.get(table.id))) return COPYING;
  if (there === undefined) return text('the destination has no such table', '目标库中没有该表');
  return there.tasks === undefined
    ? null
    : text('another task writes to the same table, and nobody can tell which rows are whose', '另有任务写入该表，无法区分各自的数据');
}

async function emptied(
  init: CopyTableInit,
  asked: CopyAsked,
  { table, to, atSource }: { readonly table: TablePlan } & Pick<Dealing, 'to' | 'atSource'>,
): Promise<EngineError | null> {
  const { plan, state } = init;
  const again: TablePlan = { ...table, reload: true, ...(to === null || atSource === undefined ? {} : { atSource }) };
  const tables = plan.tables.flatMap((each) => (each !== table ? [each] : to === null ? [again] : []));
  const work = [{ kind: 'empty', plan: table, asked: true }] as const;
  const carriage: Carriage = { ...carriageOf(init, asked), work, tables: new Map([[table.id, to === null ? again : null]]) };
  const handed = to === null || state.checkpoint === null ? {} : { handed: { ...plan, to, table: again, position: state.checkpoint } };
  try {
    await init.destination.carry({ ...carriage, ...handed }, tables);
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

function begun(asked: CopyAsked, isBeside: boolean): TaskEvent {
  const name = nameOf(asked);
  return logged('info', {
    code: 'table.copied-again',
    table: asked.table,
    message: isBeside
      ? text(
          `The rows of ${name} were taken from the destination and are copied again beside the others, which go on, as a person has asked`,
          `已按要求清除目标库中 ${name} 的数据，并单独重新复制，不影响其他表的增量`,
        )
      : text(
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
