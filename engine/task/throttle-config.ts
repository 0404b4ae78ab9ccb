import { z } from 'zod';

const atLeastOne = z.number().int().min(1).max(1_000_000_000).nullable().default(null);
const megabytes = z.number().min(0.1).max(1_000_000).nullable().default(null);

/** *Enable Throttling for Full Data Migration* (dts.md 1.2, page 3): each limit by itself, null for none. */
export const throttleConfig = z.strictObject({
  queriesPerSecond: atLeastOne.meta({
    label: { en: 'Queries per second (QPS) to the source database', zh: '源库每秒查询率QPS' },
    control: 'number',
    change: 'live',
  }),
  rowsPerSecond: atLeastOne.meta({
    label: { en: 'RPS of Full Data Migration', zh: '全量迁移每秒迁移的行数RPS' },
    control: 'number',
    change: 'live',
  }),
  megabytesPerSecond: megabytes.meta({
    label: { en: 'Data migration speed for full migration (MB/s)', zh: '全量迁移每秒迁移的数据量(MB/s)' },
    control: 'number',
    change: 'live',
    unit: { en: 'MB/s', zh: 'MB/s' },
  }),
});

/** *Enable Throttling for Incremental Data Migration*: each limit by itself, null for none. */
export const changeThrottleConfig = z.strictObject({
  rowsPerSecond: atLeastOne.meta({
    label: { en: 'RPS of Incremental Data Migration', zh: '增量迁移每秒迁移的行数RPS' },
    control: 'number',
    change: 'live',
  }),
  megabytesPerSecond: megabytes.meta({
    label: { en: 'Data migration speed for incremental migration (MB/s)', zh: '增量迁移每秒迁移的数据量(MB/s)' },
    control: 'number',
    change: 'live',
    unit: { en: 'MB/s', zh: 'MB/s' },
  }),
});
