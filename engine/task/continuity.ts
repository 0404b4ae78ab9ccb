import type { DestinationState } from '../destination/destination.ts';
import { EngineError } from '../errors.ts';
import type { StreamState } from '../source/source.ts';

/** A slot that went away, or moved past what the destination has, would leave a gap: refused, never bridged. */
export function checkContinuity({ slot }: StreamState, state: DestinationState): void {
  const begun = state.checkpoint !== null;
  if (begun && (slot === null || slot.lost))
    throw gap('slot.lost', 'The replication slot of this task is gone from the source', '该任务在源库的复制槽已丢失');
  if (begun && slot !== null && state.checkpoint !== null && slot.confirmed > state.checkpoint) {
    throw gap('checkpoint.behind', 'The source has let go of changes that the destination does not have', '源库已清除目标库尚未接收的变更');
  }
}

function gap(code: string, en: string, zh: string): EngineError {
  return new EngineError({
    code,
    message: { en, zh },
    hint: {
      en: 'Changes since the last checkpoint cannot be had from the log any more. Release this task and migrate again into empty tables.',
      zh: '自上个检查点以来的变更已无法从日志获取，请释放该任务并重新迁移到空表。',
    },
    retry: 'never',
    side: 'source',
  });
}

/** All tables were tried; those that failed wait for a person. */
export function someFailed(first: EngineError, count: number): EngineError {
  const more = count === 1 ? { en: '', zh: '' } : { en: ` (and ${count - 1} more tables)`, zh: `（另有 ${count - 1} 个表失败）` };
  const message = { en: `${first.text.en}${more.en}`, zh: `${first.text.zh}${more.zh}` };
  const { hint, side, object } = first;
  const retry = first.retry === 'soon' ? 'soon' : 'by-hand';
  return new EngineError({ code: `table.${first.code}`, message, hint, retry, side, cause: first, ...(object === null ? {} : { object }) });
}
