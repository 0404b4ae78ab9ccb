import { defineMessages } from '#lib/messages.ts';
import type { TableMark } from './followed.ts';

/** Words of the two lists where the objects of a running task are modified. */
export const followedMessages = defineMessages(
  {
    marks: { followed: 'followed', added: 'to add', removed: 'to take away' },
    explained: {
      followed: 'The task has this table already. It can be taken away; its name, columns, filter and operations stay as they are.',
      added: 'Will be copied and then followed',
      removed: 'Will be followed no more; its rows stay at the destination',
    },
    onlyTables: 'Of a running task only tables can be added or taken away',
    openSchema: 'Open the schema and tick the tables to add',
    takeAwayOf: (name: string) => `Take ${name} away`,
    /** What pressing the box of a marked table does. */
    verbs: { followed: 'Take Away', added: 'Do Not Add', removed: 'Keep' } satisfies Record<TableMark, string>,
  },
  {
    marks: { followed: '同步中', added: '待新增', removed: '待移除' },
    explained: {
      followed: '任务已包含该表，仅可移除；其名称映射、列、过滤条件和操作保持不变。',
      added: '将复制数据并开始同步',
      removed: '将不再同步，目标库中的数据会保留',
    },
    onlyTables: '任务运行中仅支持新增或移除表',
    openSchema: '请展开该模式，勾选要新增的表',
    takeAwayOf: (name) => `移除 ${name}`,
    verbs: { followed: '移除', added: '取消新增', removed: '保留' },
  },
);
