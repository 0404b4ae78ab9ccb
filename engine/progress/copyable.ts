import { type Text, text } from '../text.ts';
import type { TableState } from './event.ts';
import type { TableProgress } from './progress.ts';

const OF_STATE: Readonly<Record<TableState, Text | null>> = {
  waiting: text('they are going to be copied already', '该表的数据正在等待复制'),
  copying: text('they are being copied already', '该表的数据正在复制'),
  copied: text('its changes are not followed yet', '该表尚未开始增量同步'),
  following: null,
  failed: text('they could not be loaded: retry it, or skip it', '该表的数据加载失败，请重试或跳过'),
  skipped: text('the task does without this table', '任务已跳过该表'),
  stopped: text('it waits for an answer to a statement that the destination refused', '目标库拒绝了该表的语句，正等待处理'),
};

/** Why the rows of a table cannot be copied again as it stands; null: they can, as far as the picture says. Pure. */
export function whyNotCopied({ state, hasRows }: Pick<TableProgress, 'state' | 'hasRows'>): Text | null {
  return hasRows ? OF_STATE[state] : text('they are in its partitions: have those copied again', '数据在各分区中，请对分区执行此操作');
}
