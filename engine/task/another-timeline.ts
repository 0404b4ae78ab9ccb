import { EngineError } from '../errors.ts';
import { counted, type Text, text } from '../text.ts';
import type { Beyond } from './timeline.ts';

/** The source is not, or not all of, what was followed: what a person is told, who alone may know what was in the log between. */
export function onAnother(beyond: Beyond, timelines: { readonly now: number | null; readonly known: number }): EngineError {
  return new EngineError({
    code: 'source.behind',
    message: beyond.kind === 'lacking' ? lacking(beyond.bytes) : elsewhere(timelines),
    hint: text(`${IN_CHARGE.en} ${THEN.en}`, `${IN_CHARGE.zh}${THEN.zh}`),
    retry: 'never',
    side: 'source',
  });
}

function lacking(bytes: number): Text {
  return text(
    `The source was promoted from a copy that lacked the last ${counted(bytes, 'byte')} of the log that the destination has seen. Whether rows were changed in them cannot be told any more`,
    `源库由副本提升而来，该副本缺少目标库已读取的最后 ${bytes} 字节日志，已无法判断其中是否有数据变更`,
  );
}

function elsewhere({ now, known }: { readonly now: number | null; readonly known: number }): Text {
  return text(
    `The source is on timeline ${now}, which did not come from timeline ${known}, by which it was followed: it is a server that was left behind in a failover, or one that was made anew, as pg_upgrade does`,
    `源库位于时间线 ${now}，而任务一直跟踪的是时间线 ${known}，两者没有承接关系：它可能是故障切换前的旧主库，也可能是新建的实例（例如经 pg_upgrade 升级）`,
  );
}

const IN_CHARGE = text(
  'If another server is in charge that has all of the log, give the task its address and resume.',
  '如另有包含全部日志的主库，请将任务的源库地址改为该主库后恢复任务。',
);

const THEN = text(
  'Else copy the tables again from a new snapshot, or release the task; where you know that both sides hold the same rows, a new task with Incremental alone, begun before anybody writes, goes on from there.',
  '否则请从新的快照重新复制所有表，或释放该任务；如确认两端数据一致，可在恢复写入前新建仅包含增量的任务继续同步。',
);
