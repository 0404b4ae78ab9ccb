import { EngineError } from '../../../errors.ts';

const SETTING = 'incremental.spillMegabytes';

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/** Transactions that are not over take more than the disk may hold. */
export function tooLarge(bytes: number, limit: number): EngineError {
  return new EngineError({
    code: 'source.transaction-too-large',
    message: {
      en: `Transactions still open at the source take ${megabytes(bytes)} on the engine's disk; ${SETTING} allows ${megabytes(limit)}.`,
      zh: `源库未结束的事务已占用引擎磁盘 ${megabytes(bytes)}，超过 ${SETTING} 的上限 ${megabytes(limit)}。`,
    },
    hint: {
      en: `Raise ${SETTING} or end the largest open transaction at the source, then resume the task. Nothing is lost.`,
      zh: `请调大 ${SETTING}，或在源库结束占用最大的未提交事务，然后恢复任务。数据不会丢失。`,
    },
    retry: 'by-hand',
    side: 'source',
  });
}

/** The engine's own disk refused to take a transaction. */
export function noRoom(folder: string, cause: unknown): EngineError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new EngineError({
    code: 'source.spill-failed',
    message: {
      en: `A large transaction of the source cannot be kept in the folder ${folder} of the engine: ${detail}`,
      zh: `源库的大事务无法写入引擎目录 ${folder}：${detail}`,
    },
    hint: {
      en: 'Make room in that folder, or let the engine write to it. The task goes on by itself. Nothing is lost.',
      zh: '请清理该目录所在磁盘的空间，或授予引擎写入权限，任务会自动继续。数据不会丢失。',
    },
    retry: 'soon',
    side: 'task',
    object: folder,
    cause,
  });
}
