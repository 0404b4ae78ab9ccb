import { text } from '#engine/text.ts';
import type { Operation } from './operation.ts';
import { ID, SCHEMA, TABLE, TASK } from './parameters.ts';

const READS = { method: 'GET', group: 'source', role: 'viewer' } as const;
const ASKS = { method: 'POST', group: 'source', role: 'operator', parameters: [ID] } as const;
const FILTER = { schema: 'sales', table: 'orders', where: 'id > 100' };

/** What is asked of the databases of a task while its objects are chosen. Nothing is changed in them. */
export const SOURCE_OPERATIONS: readonly Operation[] = [
  {
    ...ASKS,
    id: 'testConnection',
    path: `${TASK}/diagnose`,
    summary: text('Test a connection', '测试连接'),
    text: text(
      'Tests one of the task’s connections stage by stage, and tells the first that fails with its reason and advice.',
      '逐步测试任务的一个连接，返回首个失败的步骤及其原因和建议。',
    ),
    body: { schema: 'Side', required: true, example: { side: 'source' } },
    answer: { status: 200, schema: 'Diagnosis', text: text('What came of each stage', '各步骤的结果') },
  },
  {
    ...READS,
    id: 'listSchemas',
    path: `${TASK}/schemas`,
    summary: text('List schemas', '查询模式'),
    text: text('The schemas of the task’s source.', '返回任务源库的模式。'),
    parameters: [ID],
    answer: { status: 200, schema: 'Schemas', text: text('The schemas', '模式列表') },
  },
  {
    ...READS,
    id: 'listTables',
    path: `${TASK}/tables`,
    summary: text('List tables', '查询表'),
    text: text('The tables of one schema of the source, without their columns.', '返回源库一个模式中的表，不含列。'),
    parameters: [ID, SCHEMA],
    answer: { status: 200, schema: 'Tables', text: text('The tables', '表列表') },
  },
  {
    ...READS,
    id: 'listObjects',
    path: `${TASK}/objects`,
    summary: text('List objects', '查询对象'),
    text: text(
      'What one schema of the source holds beside its tables; tables only for what belongs with them.',
      '返回源库一个模式中除表以外的对象；表仅用于说明与其关联的对象。',
    ),
    parameters: [ID, SCHEMA],
    answer: { status: 200, schema: 'Objects', text: text('The objects', '对象列表') },
  },
  {
    ...READS,
    id: 'searchObjects',
    path: `${TASK}/objects/search`,
    summary: text('Search objects', '搜索对象'),
    text: text('The schemas of the source that hold something of this name, and how much.', '返回源库中包含该名称对象的模式及数量。'),
    parameters: [ID, { name: 'for', in: 'query', text: text('Part of a name', '名称的一部分'), example: 'order', needed: true }],
    answer: { status: 200, schema: 'SchemaHits', text: text('The schemas', '模式列表') },
  },
  {
    ...READS,
    id: 'listColumns',
    path: `${TASK}/columns`,
    summary: text('List columns', '查询列'),
    text: text('The columns of one table of the source.', '返回源库一张表的列。'),
    parameters: [ID, SCHEMA, TABLE],
    answer: { status: 200, schema: 'Columns', text: text('The columns', '列列表') },
  },
  {
    ...READS,
    id: 'listEventTriggers',
    path: `${TASK}/event-triggers`,
    summary: text('List event triggers', '查询事件触发器'),
    text: text('The names of the event triggers of the source.', '返回源库事件触发器的名称。'),
    parameters: [ID],
    answer: { status: 200, schema: 'Names', text: text('The names', '名称列表') },
  },
  {
    ...READS,
    id: 'listDesigns',
    path: `${TASK}/designs`,
    summary: text('Preview table models', '预览表模型'),
    text: text(
      'How tables would be made where the destination has models of them (SelectDB): all of the task, or one.',
      '目标库具有表模型（SelectDB）时，返回任务中全部或一张表将如何创建。',
    ),
    parameters: [ID, { ...SCHEMA, needed: false }, { ...TABLE, needed: false }],
    answer: { status: 200, schema: 'Designs', text: text('A design a table', '各表的设计') },
  },
  {
    ...ASKS,
    id: 'verifyFilter',
    path: `${TASK}/filter`,
    summary: text('Verify a filter', '验证过滤条件'),
    text: text('Whether the source accepts a WHERE filter, and where it is wrong.', '验证源库是否接受 WHERE 过滤条件，并指出错误位置。'),
    body: { schema: 'Filter', required: true, example: FILTER },
    answer: { status: 200, schema: 'FilterVerdict', text: text('The verdict', '验证结果') },
  },
  {
    ...ASKS,
    id: 'countFilter',
    path: `${TASK}/filter/count`,
    summary: text('Count rows of a filter', '统计过滤行数'),
    text: text(
      'How many rows a WHERE filter lets through; counts for 30 seconds at the most, and ends when the request does.',
      '统计满足 WHERE 过滤条件的行数，最长统计 30 秒，请求断开即停止。',
    ),
    body: { schema: 'FilterToCount', required: true, example: FILTER },
    answer: { status: 200, schema: 'FilterCount', text: text('The count', '行数') },
  },
];
