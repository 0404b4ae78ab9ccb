import { text } from '#engine/text.ts';
import type { Operation, Parameter } from './operation.ts';

export const TASKS = '/api/v1/tasks';
export const TASK = `${TASKS}/{id}`;

/** What several operations take. */
export const ID: Parameter = { name: 'id', in: 'path', text: text('The task', '任务 ID'), example: 'dts4f9k2m7q1x8c' };
export const CODE: Parameter = {
  name: 'code',
  in: 'path',
  text: text('The precheck item', '预检查项代码'),
  example: 'PG_REPLICA_IDENTITY',
};
export const KIND: Parameter = {
  name: 'kind',
  in: 'query',
  text: text('Only tasks of this kind; absent: all', '仅返回该类型的任务，默认全部'),
  example: 'migration',
  values: ['migration', 'synchronization'],
};
export const REVISION: Parameter = {
  name: 'revision',
  in: 'query',
  text: text(
    'Of the document that was seen, as `getTask` told it: refused when there is another by now. Absent: whatever is stored',
    '所依据的文档版本，来自 `getTask` 的 `revision`：若文档已被他人修改则拒绝；不填则不校验',
  ),
  example: 'Zb3v5kYw',
};
export const SCHEMA: Parameter = { name: 'schema', in: 'query', text: text('The schema', '模式名'), example: 'sales', needed: true };
export const TABLE: Parameter = {
  name: 'table',
  in: 'query',
  text: text('The table in it', '模式中的表名'),
  example: 'orders',
  needed: true,
};
export const LOCALE: Parameter = {
  name: 'locale',
  in: 'query',
  text: text('Language of the text; absent: English', '文本语言，默认英文'),
  example: 'zh',
  values: ['en', 'zh'],
};

export const AFTER: Parameter = {
  name: 'after',
  in: 'query',
  text: text('As `Last-Event-ID`, for who cannot send that', '同 `Last-Event-ID`，供无法发送该请求头的程序使用'),
  example: '1200',
};

/** What an operation that ends in a state answers with. */
export const STATE: Operation['answer'] = {
  status: 200,
  schema: 'StateReached',
  text: text('The state the task is in by now', '任务当前所处的状态'),
};
