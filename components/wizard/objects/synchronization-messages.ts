import { defineMessages } from '#lib/messages.ts';

/** Where a synchronization says something else than a migration does. */
export const synchronizationMessages = defineMessages(
  {
    schemaText:
      'Creates the selected objects at the destination before anything else: tables with keys, indexes and constraints, views, functions and everything else you select.',
    fullText: 'Copies the rows that are there when the task starts, so that both sides begin alike.',
    incrementalText: 'Carries every change made since the task started, for as long as it runs. A synchronization always does this.',
    topology: 'Synchronization Topology',
    oneWay: 'One-way Synchronization',
    oneWayText: 'From the source to the destination. Let nobody else write to the selected tables there.',
    outcome: {
      incremental:
        'Follows changes made after the start, and does not end by itself. Rows that are there now are not copied: the tables and these rows must already be at the destination.',
      'schema+incremental':
        'Creates empty tables, then follows changes made after the start. Rows that are there now are not copied: updates and deletes of them will find nothing.',
      'full+incremental':
        'Copies the rows, then follows changes without a gap and does not end by itself. The tables must already exist at the destination.',
      'schema+full+incremental': 'Creates the tables, copies the rows, then follows changes without a gap for as long as the task runs.',
    } as Readonly<Record<string, string>>,
  },
  {
    schemaText: '首先在目标库创建所选的对象：表及其键、索引和约束，以及所选的视图、函数等其他对象。',
    fullText: '复制任务启动时已有的数据，使两端的初始数据一致。',
    incrementalText: '任务运行期间持续同步启动后的所有变更。同步任务始终包含此项。',
    topology: '同步拓扑',
    oneWay: '单向同步',
    oneWayText: '由源库同步至目标库。请勿在目标库的所选表中写入其他数据。',
    outcome: {
      incremental: '同步任务启动后的变更，不会自动结束。不复制现有数据：目标库中须已有对应的表和现有数据。',
      'schema+incremental': '创建空表后同步启动后的变更，不复制现有数据：对现有行的更新和删除将找不到目标行。',
      'full+incremental': '复制数据后持续同步变更，中间没有遗漏，不会自动结束。目标库中须已存在对应的表。',
      'schema+full+incremental': '创建表、复制数据后持续同步变更，中间没有遗漏，任务运行期间一直有效。',
    },
  },
);
