import { text } from '#engine/text.ts';
import type { Operation } from './operation.ts';
import { CODE, ID, STATE, TASK } from './parameters.ts';

const MENDS = { method: 'POST', group: 'running', role: 'operator', parameters: [ID] } as const;

/** What a person does about what failed, while the rest goes on. */
export const MEND_OPERATIONS: readonly Operation[] = [
  {
    ...MENDS,
    id: 'applyRemedy',
    group: 'precheck',
    path: `${TASK}/findings/{code}/remedy`,
    summary: text('Fix a precheck item', '一键修复'),
    text: text(
      'Runs statements that a precheck item offers, and no others, at the source, and looks at the item again.',
      '在源库执行预检查项所提供的语句（仅限这些语句），然后重新检查该项。',
    ),
    parameters: [ID, CODE],
    body: { schema: 'Remedy', required: true, example: { statements: ['ALTER TABLE "sales"."orders" REPLICA IDENTITY FULL;'] } },
    answer: { status: 200, schema: 'Checked', text: text('All findings', '全部检查结果') },
  },
  {
    ...MENDS,
    id: 'mendStatement',
    path: `${TASK}/structure/mend`,
    summary: text('Handle a failed statement', '处理失败语句'),
    text: text(
      'Runs a statement of the structure that failed again, as it is or in other words, or skips some.',
      '重新执行失败的结构语句（可修改语句），或跳过若干语句。',
    ),
    body: { schema: 'StatementMend', required: true, example: { action: 'skip', statements: ['…'] } },
    answer: STATE,
  },
  {
    ...MENDS,
    id: 'mendTable',
    path: `${TASK}/tables/mend`,
    summary: text('Handle a failed table', '处理失败的表'),
    text: text('Loads a table whose rows failed to load again, or does without it.', '重新加载数据加载失败的表，或跳过该表。'),
    body: { schema: 'TableMend', required: true, example: { action: 'retry', table: '["sales","orders"]' } },
    answer: STATE,
  },
  {
    ...MENDS,
    id: 'copyTableAgain',
    path: `${TASK}/tables/copy-again`,
    summary: text('Copy one table again', '重新复制单张表'),
    text: text(
      'Deletes the rows of a table that is followed at the destination and copies them again under a new snapshot. Into PostgreSQL that is done beside the other tables, which go on; changes of these wait for a partition, for a table that inherits or is inherited from, and in SelectDB.',
      '删除目标库中某张增量同步中的表的数据，并在新快照下重新复制。目标为 PostgreSQL 时单独进行，其他表继续同步；分区、有继承关系的表以及 SelectDB 中的表在复制期间，其他表的变更会等待。',
    ),
    body: { schema: 'TableAsked', required: true, example: { table: '["sales","orders"]' } },
    answer: STATE,
  },
  {
    ...MENDS,
    id: 'mendCommand',
    path: `${TASK}/refused/mend`,
    summary: text('Handle a refused DDL command', '处理被拒绝的 DDL'),
    text: text(
      'Runs a command of the source that the destination refused again, other statements in its place, or passes it over; the table’s rows are then copied again, or, where they stay, the changes applied that were set aside for it.',
      '重新执行被目标库拒绝的源库 DDL（可替换为其他语句），或跳过该 DDL；随后重新复制该表的数据。',
    ),
    body: { schema: 'CommandMend', required: true, example: { action: 'skip', refused: '…', attempt: 1 } },
    answer: STATE,
  },
];
