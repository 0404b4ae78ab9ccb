import type { Step } from '#engine/plan/plan.ts';
import type { TaskKind } from '#engine/task/config.ts';
import type { StateName } from '#engine/task/state.ts';
import { defineMessages } from '#lib/messages.ts';

/** What the two kinds of task call themselves, their steps, and the states in which they work. */
export const kindWords = defineMessages(
  {
    migration: {
      list: 'Data Migration',
      types: 'Migration Types',
      steps: {
        schema: 'Schema Migration',
        full: 'Full Data Migration',
        incremental: 'Incremental Data Migration',
      } satisfies Record<Step, string>,
      working: { preparing: 'Migrating schema', loading: 'Copying data', streaming: 'Following changes' },
    },
    synchronization: {
      list: 'Data Synchronization',
      types: 'Synchronization Types',
      steps: {
        schema: 'Schema Synchronization',
        full: 'Full Data Synchronization',
        incremental: 'Incremental Data Synchronization',
      },
      working: { preparing: 'Initializing schema', loading: 'Initializing data', streaming: 'Synchronizing' },
    },
  } satisfies Record<TaskKind, { steps: Record<Step, string>; list: string; types: string; working: Partial<Record<StateName, string>> }>,
  {
    migration: {
      list: '数据迁移',
      types: '迁移类型',
      steps: { schema: '库表结构迁移', full: '全量迁移', incremental: '增量迁移' },
      working: { preparing: '结构迁移中', loading: '全量迁移中', streaming: '增量迁移中' },
    },
    synchronization: {
      list: '数据同步',
      types: '同步类型',
      steps: { schema: '库表结构同步', full: '全量数据同步', incremental: '增量数据同步' },
      working: { preparing: '结构初始化中', loading: '全量初始化中', streaming: '同步中' },
    },
  },
);
