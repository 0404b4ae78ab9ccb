import { defineMessages } from '#lib/messages.ts';

export const structureMessages = defineMessages(
  {
    label: 'Structure of the task',
    search: 'Search objects',
    filter: 'State',
    filters: { all: 'All', waiting: 'Waiting', done: 'Done', failed: 'Failed' },
    columns: { object: 'Object', kind: 'Kind', when: 'When', state: 'State' },
    kinds: {
      schema: 'Schema',
      type: 'Type',
      sequence: 'Sequence',
      table: 'Table',
      constraint: 'Constraint',
      index: 'Index',
      'foreign-key': 'Foreign key',
    },
    phases: { before: 'Before the data', after: 'After the data' },
    states: { waiting: 'Waiting', done: 'Done', failed: 'Failed' },
    showSql: (object: string) => `SQL of ${object}`,
    none: 'Nothing has to be made at the destination, or the task has not planned its work yet.',
    noMatch: 'No object matches.',
    count: (shown: string, all: string) =>
      shown === all ? (all === '1' ? '1 statement' : `${all} statements`) : `${shown} of ${all} statements`,
  },
  {
    label: '任务的结构对象',
    search: '搜索对象',
    filter: '状态',
    filters: { all: '全部', waiting: '等待中', done: '已完成', failed: '失败' },
    columns: { object: '对象', kind: '类型', when: '阶段', state: '状态' },
    kinds: { schema: 'Schema', type: '类型', sequence: '序列', table: '表', constraint: '约束', index: '索引', 'foreign-key': '外键' },
    phases: { before: '数据迁移前', after: '数据迁移后' },
    states: { waiting: '等待中', done: '已完成', failed: '失败' },
    showSql: (object) => `${object} 的 SQL`,
    none: '目标库无需创建对象，或任务尚未完成规划。',
    noMatch: '没有符合条件的对象。',
    count: (shown, all) => (shown === all ? `共 ${all} 条语句` : `显示 ${shown} 条，共 ${all} 条语句`),
  },
);
