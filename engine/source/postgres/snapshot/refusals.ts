import { EngineError } from '../../../errors.ts';
import { counted } from '../../../text.ts';

/** The table as the view has it is gone: what is read of it would be less than it had. */
export function rewritten(name: string): EngineError {
  return new EngineError({
    code: 'snapshot.table-rewritten',
    message: {
      en: `${name} was truncated or rewritten after the view it was to be read under was taken`,
      zh: `${name} 在一致性快照建立之后被清空或重写`,
    },
    hint: { en: 'The task reads it again under a new view.', zh: '任务会在新的快照下重新读取该表。' },
    retry: 'soon',
    side: 'source',
    object: name,
  });
}

export function snapshotLost(cause?: unknown): EngineError {
  return new EngineError({
    code: 'snapshot.lost',
    message: { en: 'The fixed view of the source was lost together with its connections', zh: '源库一致性快照随连接一起丢失' },
    hint: { en: 'The task reads what is unfinished under a new view.', zh: '任务会在新的快照下读取未完成的部分。' },
    retry: 'soon',
    side: 'source',
    connection: true,
    cause,
  });
}

/** What was sent and what the server says it sent must be the same, or rows would be missing unseen. */
export function rowsDiffer(name: string, counts: { readonly sent: number; readonly said: number }): EngineError {
  return new EngineError({
    code: 'snapshot.rows-differ',
    message: {
      en: `${counted(counts.sent, 'row')} of ${name} came through where the source sent ${counts.said}`,
      zh: `${name}：源库发送 ${counts.said} 行，实际收到 ${counts.sent} 行`,
    },
    hint: { en: 'The task reads them again. If it happens again, report it.', zh: '任务会重新读取；若再次出现，请反馈。' },
    retry: 'soon',
    side: 'source',
    object: name,
  });
}
