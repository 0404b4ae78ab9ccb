import { defineMessages } from '#lib/messages.ts';

export const operationsMessages = defineMessages(
  {
    hint: 'What is carried of the changes after the full copy. Existing rows are copied whatever is chosen here.',
    ofTask: 'As chosen for the task',
    ofSchema: (schema: string) => `As chosen for the schema ${schema}`,
    allOf: (kind: string) => `Select all ${kind}`,
    none: 'Choose at least one operation.',
    leftAlone:
      'Rows that the source no longer has, or has changed, stay at the destination as they were. A later row with the same key takes their place.',
    taskTitle: 'SQL Operations of the Task',
    taskText: 'For every schema and table without a choice of its own.',
    notFollowed: (incremental: string) => `Without ${incremental} no changes are carried.`,
    change: 'Change',
    changeTask: 'Change the SQL operations of the task',
    save: 'Save',
    cancel: 'Cancel',
  },
  {
    hint: '选择全量阶段之后需要同步的变更。无论如何选择，现有数据都会全量复制。',
    ofTask: '与任务一致',
    ofSchema: (schema) => `与模式 ${schema} 一致`,
    allOf: (kind) => `全选 ${kind}`,
    none: '请至少选择一项操作。',
    leftAlone: '源库已删除或修改的行会原样保留在目标库；之后若有相同键值的行写入，则会覆盖该行。',
    taskTitle: '任务的 SQL 操作',
    taskText: '适用于所有未单独设置的模式和表。',
    notFollowed: (incremental) => `未选择${incremental}，不同步任何变更。`,
    change: '修改',
    changeTask: '修改任务的 SQL 操作',
    save: '保存',
    cancel: '取消',
  },
);
