import type { Destination, DestinationState } from '../destination/destination.ts';
import { EngineError } from '../errors.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import { isLoaded } from '../schema/slice.ts';
import type { Source, StreamState } from '../source/source.ts';
import { slotLost } from '../stream/care-words.ts';
import { counted } from '../text.ts';
import { onAnother } from './another-timeline.ts';
import type { RunInit } from './run-init.ts';
import type { RunningState } from './state.ts';
import { beyond, remembered } from './timeline.ts';
import { viewsIn } from './views.ts';

/**
 * A slot that went away, or moved past what the destination has, would leave a gap: refused, never bridged. So would a source
 * that was put back, or failed over to a server behind it: what is committed there up to the checkpoint is passed over as applied.
 */
function checkContinuity({ slot, end }: StreamState, state: DestinationState): void {
  const begun = state.checkpoint !== null;
  if (state.checkpoint !== null && end !== null && end < state.checkpoint)
    throw gap('source.behind', 'The source is at an earlier state than the destination has seen of it', '源库的状态早于目标库已同步的位置');
  if (begun && (slot === null || slot.lost)) throw slotLost(slot);
  if (begun && slot !== null && state.checkpoint !== null && slot.confirmed > state.checkpoint) {
    throw gap('checkpoint.behind', 'The source has let go of changes that the destination does not have', '源库已清除目标库尚未接收的变更');
  }
}

/**
 * As `checkContinuity`, also of a server that was behind when it was promoted, and has been written past the checkpoint since: its own
 * timeline tells. A session with a primary ends before the timeline does, so the one an attempt begins on is that of all it follows.
 */
export async function requireContinuity(
  { plan, saveTimeline }: Pick<RunInit, 'plan' | 'saveTimeline'>,
  source: Pick<Source, 'streamState' | 'timelineEnds'>,
  state: DestinationState,
): Promise<void> {
  const stream = await source.streamState();
  checkContinuity(stream, state);
  const { timeline: now } = stream;
  const known = plan()?.timeline ?? null;
  const reached = viewsIn(state).meet ?? state.checkpoint;
  const isOther = now !== null && known !== null && now !== known.number;
  const other = isOther && reached !== null ? beyond(known, await source.timelineEnds(now), reached) : null;
  if (other !== null && known !== null) throw onAnother(other, { now, known: known.number });
  const next = remembered(now, known, reached);
  if (next?.number !== known?.number || next?.until !== known?.until) await saveTimeline(next);
}

/** Without its marks a task would begin anew over rows that are there, and double those without a key. */
function checkMarks(state: RunningState, plan: Plan, marks: DestinationState): void {
  if (state === 'preparing') return;
  const followed = !plan.steps.includes('incremental') || marks.checkpoint !== null;
  const copied =
    !plan.steps.includes('full') ||
    plan.tables.every((table) => !table.hasRows || isLoaded(marks.tables.get(table.id)) || isPassedOver(plan, table));
  if (!marks.fresh && (state === 'loading' || (followed && copied))) return;
  throw new EngineError({
    code: 'marks.lost',
    message: {
      en: 'What the destination remembered of this task (schema opendts) is gone, in whole or in part',
      zh: '目标库中该任务的记录（opendts 模式）已全部或部分丢失',
    },
    hint: {
      en: 'Where to go on cannot be known any more. Release this task and migrate again into empty tables.',
      zh: '已无法得知从何处继续，请释放该任务并重新迁移到空表。',
    },
    retry: 'never',
    side: 'destination',
  });
}

/** As `checkMarks`. What was noted of the task just now goes again: the next attempt would take it for what the task knew. */
export async function requireMarks(
  state: RunningState,
  plan: Plan,
  marks: DestinationState,
  destination: Pick<Destination, 'release'>,
): Promise<void> {
  try {
    // Tables that came, or that are to be copied again, since the load were not part of it.
    checkMarks(state, { ...plan, tables: plan.tables.filter(({ reload }) => reload !== true) }, marks);
  } catch (error) {
    if (marks.fresh) await destination.release();
    throw error;
  }
}

/** A person did without the table when it could not be made. */
function isPassedOver({ skipped = [], skippedTables = [], statements }: Plan, { id }: TablePlan): boolean {
  if (skippedTables.includes(id)) return true;
  return (
    skipped.length > 0 &&
    statements.some((statement) => statement.kind === 'table' && statement.table === id && skipped.includes(statement.id))
  );
}

function gap(code: string, en: string, zh: string): EngineError {
  return new EngineError({
    code,
    message: { en, zh },
    hint: {
      en: 'Changes since the last checkpoint cannot be had from the log any more. Copy the tables again from a new snapshot, or release the task.',
      zh: '自上个检查点以来的变更已无法从日志获取。请从新的快照重新复制所有表，或释放该任务。',
    },
    retry: 'never',
    side: 'source',
  });
}

/** All tables were tried; those that failed wait for a person. */
export function someFailed(first: EngineError, count: number): EngineError {
  const more =
    count === 1 ? { en: '', zh: '' } : { en: ` (and ${counted(count - 1, 'more table')})`, zh: `（另有 ${count - 1} 个表失败）` };
  const message = { en: `${first.text.en}${more.en}`, zh: `${first.text.zh}${more.zh}` };
  const { hint, side, object } = first;
  const retry = first.retry === 'soon' ? 'soon' : 'by-hand';
  return new EngineError({ code: `table.${first.code}`, message, hint, retry, side, cause: first, ...(object === null ? {} : { object }) });
}
