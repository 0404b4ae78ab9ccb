import { z } from 'zod';

export const SLICE_MEGABYTES = 64;
export const SPILL_MEGABYTES = 20_480;

const MEGABYTES = { en: 'MB', zh: 'MB' };

/** Slices copied side by side; absent: what the instance class says. */
export const streams = z
  .number()
  .int()
  .min(1)
  .max(64)
  .optional()
  .meta({
    label: { en: 'Parallel streams of full data', zh: '全量并行流数' },
    help: {
      en: 'Slices of tables that are copied side by side. Empty: as many as the instance class says.',
      zh: '并行复制的分片数。留空时由链路规格决定。',
    },
    control: 'number',
    change: 'live',
  });

/** Size of a slice at the source, TOAST included: what a stream copies again at most after a kill. */
export const sliceMegabytes = z
  .number()
  .int()
  .min(1)
  .max(65_536)
  .default(SLICE_MEGABYTES)
  .meta({
    label: { en: 'Size of a slice', zh: '分片大小' },
    help: {
      en: 'How much of a table one stream copies at a time. Tables whose copy has begun keep their slices.',
      zh: '单个流每次复制的数据量。已开始复制的表沿用原有分片。',
    },
    control: 'number',
    unit: MEGABYTES,
    change: 'restart',
  });

/** Of the engine's disk, for changes of transactions that are not over yet. */
export const spillMegabytes = z
  .number()
  .int()
  .min(1)
  .default(SPILL_MEGABYTES)
  .meta({
    label: { en: 'Disk for open transactions', zh: '未提交事务的磁盘上限' },
    help: {
      en: 'Of the engine: changes of transactions that are not committed yet are kept there. The task fails when it is used up.',
      zh: '引擎用于暂存未提交事务变更的磁盘空间，用尽后任务失败。',
    },
    control: 'number',
    unit: MEGABYTES,
    change: 'restart',
  });
