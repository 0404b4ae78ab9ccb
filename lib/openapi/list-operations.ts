import { text } from '#engine/text.ts';
import { STATEMENT_STATES, STRUCTURE_LISTS } from '#lib/task/structure-page.ts';
import type { Operation, Parameter } from './operation.ts';
import { ID, LOCALE, TASK } from './parameters.ts';

const READS = { method: 'GET', group: 'reading', role: 'viewer' } as const;
const FILE = { status: 200, schema: null, file: true } as const;

const FILTERS: readonly Parameter[] = [
  { name: 'q', in: 'query', text: text('Part of a name or of the SQL', '名称或 SQL 的一部分'), example: 'orders' },
  { name: 'kind', in: 'query', text: text('Kinds of object, separated by commas', '对象类型，以逗号分隔'), example: 'table,index' },
  {
    name: 'phase',
    in: 'query',
    text: text('Before or after the rows', '数据复制之前或之后'),
    example: 'before',
    values: ['before', 'after'],
  },
  { name: 'state', in: 'query', text: text('Of a statement', '语句状态'), example: 'failed', values: STATEMENT_STATES },
  {
    name: 'same',
    in: 'query',
    text: text('Of what is there already', '已存在的对象是否一致'),
    example: 'false',
    values: ['true', 'false'],
  },
];

/** Which lines of a log. */
const LOG_FILTERS: readonly Parameter[] = [
  {
    name: 'level',
    in: 'query',
    text: text('Only of this level', '仅返回该级别'),
    example: 'error',
    values: ['info', 'warn', 'error'],
  },
  {
    name: 'q',
    in: 'query',
    text: text('Part of the message in either language, of its hint, code or table', '中文或英文消息、提示、代码或表名的一部分'),
    example: 'orders',
  },
  {
    name: 'from',
    in: 'query',
    text: text('Only of this time (ISO 8601) or later', '仅返回该时间（ISO 8601）及之后的日志'),
    example: '2026-03-01T12:00:00Z',
  },
  {
    name: 'to',
    in: 'query',
    text: text('Only of before this time', '仅返回该时间之前的日志'),
    example: '2026-03-01T13:00:00Z',
  },
];

/** Lists and files of a task. */
export const LIST_OPERATIONS: readonly Operation[] = [
  {
    ...READS,
    id: 'readLog',
    path: `${TASK}/log`,
    summary: text('Read the log', '查询任务日志'),
    text: text('A page of the event log, the newest first.', '分页返回任务日志，最新的在前。'),
    parameters: [
      ID,
      { name: 'before', in: 'query', text: text('Only lines with a smaller `seq`', '仅返回 `seq` 更小的日志'), example: '1200' },
      ...LOG_FILTERS,
      { name: 'limit', in: 'query', text: text('Lines, 500 at most', '行数，最多 500'), example: '200' },
    ],
    answer: { status: 200, schema: 'LogLines', text: text('The lines', '日志行') },
  },
  {
    ...READS,
    id: 'readStructure',
    path: `${TASK}/structure`,
    summary: text('Read the structure', '查询结构语句'),
    text: text(
      'A page of the DDL of the task, of what the destination has already, or of what is not made, with the reason.',
      '分页返回任务的 DDL、目标库已有的对象，或不会创建的对象及原因。',
    ),
    parameters: [
      ID,
      {
        name: 'list',
        in: 'query',
        text: text('Which list; absent: statements', '列表，默认 statements'),
        example: 'statements',
        values: STRUCTURE_LISTS,
      },
      ...FILTERS,
      { name: 'offset', in: 'query', text: text('Lines before the page', '跳过的行数'), example: '0' },
      { name: 'limit', in: 'query', text: text('Lines, 500 at most', '行数，最多 500'), example: '100' },
      {
        name: 'fresh',
        in: 'query',
        text: text('Reads both databases again, of a task that has not started', '重新读取两侧数据库（任务未启动时）'),
        example: '1',
        values: ['0', '1'],
      },
    ],
    answer: { status: 200, schema: 'StructurePage', text: text('The page', '分页结果') },
  },
  {
    ...READS,
    id: 'downloadStructure',
    path: `${TASK}/structure/download`,
    summary: text('Download the structure', '下载结构语句'),
    text: text('The DDL of the task as an SQL file, all of it or what matches.', '以 SQL 文件下载任务的全部或匹配的 DDL。'),
    parameters: [ID, ...FILTERS, LOCALE],
    answer: { ...FILE, text: text('The file', '文件') },
  },
  {
    ...READS,
    id: 'downloadLog',
    path: `${TASK}/log/download`,
    summary: text('Download the log', '下载任务日志'),
    text: text('The event log as a text file, all of it or what matches.', '以文本文件下载全部或匹配的任务日志。'),
    parameters: [ID, ...LOG_FILTERS, LOCALE],
    answer: { ...FILE, text: text('The file', '文件') },
  },
];
