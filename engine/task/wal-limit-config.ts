import { z } from 'zod';

const fewMegabytes = z.number().min(1).max(1_000_000_000).nullable();

export const WAL_LIMIT = { warnMegabytes: 10_000, pauseMegabytes: null, dropSlot: false };

/**
 * Log (WAL) that the source keeps for the task. By itself the task only warns: one that pauses at a limit makes the source keep no
 * less, so a limit is for people who would rather see to it, or who have the slot dropped to save the source's disk.
 */
export const walLimitConfig = z.strictObject({
  warnMegabytes: fewMegabytes.default(WAL_LIMIT.warnMegabytes).meta({
    label: { en: 'Warn when the source keeps more log than', zh: '源库保留的日志超过该值时告警' },
    control: 'number',
    change: 'live',
    unit: { en: 'MB', zh: 'MB' },
  }),
  pauseMegabytes: fewMegabytes.default(WAL_LIMIT.pauseMegabytes).meta({
    label: { en: 'Pause when the source keeps more log than', zh: '源库保留的日志超过该值时暂停任务' },
    help: {
      en: 'The task pauses by itself and tells the figures; resumed, it is let catch up. The log stays until then, or until its slot is dropped.',
      zh: '任务将自动暂停并给出具体数值，恢复后可继续追平。在任务追平或复制槽被删除之前，日志会一直保留。',
    },
    control: 'number',
    change: 'live',
    unit: { en: 'MB', zh: 'MB' },
  }),
  dropSlot: z
    .boolean()
    .default(WAL_LIMIT.dropSlot)
    .meta({
      label: { en: 'Drop the slot at this limit', zh: '达到上限时删除复制槽' },
      help: {
        en: 'Saves the disk of the source: the task fails instead of pausing, and all tables must then be copied again.',
        zh: '可保护源库磁盘，但任务将失败而非暂停，之后需要重新复制所有表。',
      },
      control: 'switch',
      change: 'live',
    }),
});
