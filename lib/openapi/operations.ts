import { text } from '#engine/text.ts';
import { CHANGE_OPERATIONS } from './change-operations.ts';
import { EXAMPLE_DOCUMENT } from './example.ts';
import { LIST_OPERATIONS } from './list-operations.ts';
import { MANY_OPERATIONS } from './many-operations.ts';
import { MEND_OPERATIONS } from './mend-operations.ts';
import { OBJECT_OPERATIONS } from './object-operations.ts';
import type { Operation } from './operation.ts';
import { AFTER, CODE, ID, KIND, REVISION, STATE, TASK, TASKS } from './parameters.ts';
import { SOURCE_OPERATIONS } from './source-operations.ts';

const DOCUMENT = { schema: 'TaskDocument', example: EXAMPLE_DOCUMENT } as const;

function signal(id: string, name: string, summary: Operation['summary'], more: Operation['text']): Operation {
  return {
    id,
    method: 'POST',
    path: `${TASK}/signal/${name}`,
    group: 'running',
    role: 'operator',
    summary,
    text: more,
    parameters: [ID, REVISION],
    answer: STATE,
  };
}

export const CREATE_TASK: Operation = {
  id: 'createTask',
  method: 'POST',
  path: TASKS,
  group: 'tasks',
  role: 'operator',
  summary: text('Create a task', '创建任务'),
  text: text(
    'Keeps a task document as a new draft; nothing runs yet. It may lack parts, which saving adds later, and without a body the draft is empty. Precheck items whose warnings are known and accepted are named in `accepted`. An endpoint is written out, or names a saved connection: `{ "connectionId": "…" }`.',
    '将任务文档保存为新的草稿，不会开始运行。文档可以不完整，之后再保存补全；不带请求体则创建空草稿。已知并接受的告警可在 `accepted` 中列出预检查项代码。源和目标可直接填写，或引用已保存的连接：`{ "connectionId": "…" }`。',
  ),
  parameters: [{ ...KIND, text: text('Of an empty draft; with a body, `kind` says it', '空草稿的类型；带请求体时以 `kind` 为准') }],
  body: { ...DOCUMENT, required: false },
  answer: { status: 200, schema: 'Created', text: text('The id of the task', '任务 ID') },
};

/** Every public operation, in the order the page shows them. */
export const OPERATIONS: readonly Operation[] = [
  CREATE_TASK,
  {
    id: 'listTasks',
    method: 'GET',
    path: TASKS,
    group: 'tasks',
    role: 'viewer',
    summary: text('List tasks', '查询任务列表'),
    text: text('All tasks, the newest first, with their state and how far they are.', '返回全部任务及其状态与进度，最新的在前。'),
    parameters: [KIND],
    answer: { status: 200, schema: 'TaskRows', text: text('One row a task', '每个任务一行') },
  },
  {
    id: 'getTask',
    method: 'GET',
    path: TASK,
    group: 'tasks',
    role: 'viewer',
    summary: text('Get a task', '查询任务详情'),
    text: text(
      'The document without its secrets, the findings of the last precheck, and the progress of each table.',
      '返回任务文档（不含密码等敏感信息）、最近一次预检查结果及每张表的进度。',
    ),
    parameters: [ID],
    answer: { status: 200, schema: 'Task', text: text('The task', '任务详情') },
  },
  {
    id: 'saveTask',
    method: 'PUT',
    path: TASK,
    group: 'tasks',
    role: 'operator',
    summary: text('Save the document', '保存任务配置'),
    text: text(
      'Replaces the document of a task that has not started. Secrets that are left out stay as they are; a changed document must pass the precheck again.',
      '替换尚未启动的任务的文档。未填写的密码等敏感信息保持不变；文档变更后须重新预检查。',
    ),
    parameters: [ID, REVISION],
    body: { ...DOCUMENT, required: true },
    answer: STATE,
  },
  {
    id: 'estimateTask',
    method: 'GET',
    path: `${TASK}/estimate`,
    group: 'tasks',
    role: 'viewer',
    summary: text('Estimate the full load', '预估全量迁移'),
    text: text(
      'Rows and bytes by the statistics of the source, and how long copying them will take where that can be told.',
      '根据源库统计信息预估行数与数据量，并在可推断时给出预计耗时。',
    ),
    parameters: [ID],
    answer: { status: 200, schema: 'Estimate', text: text('The estimate', '预估结果') },
  },
  ...SOURCE_OPERATIONS,
  {
    id: 'precheckTask',
    method: 'POST',
    path: `${TASK}/precheck`,
    group: 'precheck',
    role: 'operator',
    summary: text('Run the precheck', '执行预检查'),
    text: text(
      'Looks at both databases and every selected object, changes nothing, and answers when all items are done. The task is `ready` when each passed or is accepted, else `blocked`.',
      '检查源库、目标库及所选的全部对象，不做任何修改，全部完成后返回。所有项通过或已忽略时任务进入 `ready`，否则为 `blocked`。',
    ),
    parameters: [ID],
    answer: { status: 200, schema: 'Checked', text: text('All findings', '全部检查结果') },
  },
  {
    id: 'followPrecheck',
    method: 'GET',
    path: `${TASK}/precheck`,
    group: 'precheck',
    role: 'viewer',
    summary: text('Follow a precheck', '跟踪预检查'),
    text: text(
      'Server-sent events of a precheck that runs: `picture` with all items, a `finding` as each ends, then `over`.',
      '以服务器发送事件（SSE）返回进行中的预检查：先是包含全部检查项的 `picture`，每项完成时一个 `finding`，最后是 `over`。',
    ),
    parameters: [ID],
    answer: { status: 200, schema: null, stream: true, text: text('The events', '事件流') },
  },
  {
    id: 'precheckItem',
    method: 'POST',
    path: `${TASK}/findings/{code}`,
    group: 'precheck',
    role: 'operator',
    summary: text('Run one precheck item again', '重新检查单项'),
    text: text('Looks at one item again, and at no other.', '仅重新检查指定的一项。'),
    parameters: [ID, CODE],
    answer: { status: 200, schema: 'Checked', text: text('All findings', '全部检查结果') },
  },
  {
    id: 'acceptFinding',
    method: 'PUT',
    path: `${TASK}/findings/{code}`,
    group: 'precheck',
    role: 'operator',
    summary: text('Ignore a warning', '忽略告警'),
    text: text(
      'Ignores a warning of the precheck, or takes that back. What failed cannot be ignored.',
      '忽略预检查的告警项，或取消忽略。失败项不可忽略。',
    ),
    parameters: [ID, CODE],
    body: { schema: 'Acceptance', required: true, example: { accepted: true } },
    answer: { status: 200, schema: 'Checked', text: text('All findings', '全部检查结果') },
  },
  signal('startTask', 'start', text('Start', '启动'), text('Starts a task that is `ready`.', '启动处于 `ready` 状态的任务。')),
  signal(
    'pauseTask',
    'pause',
    text('Pause', '暂停'),
    text('Pauses at a checkpoint; the source keeps its log for the task.', '在检查点暂停，源库会为任务保留日志。'),
  ),
  signal(
    'resumeTask',
    'resume',
    text('Resume', '恢复'),
    text('Goes on where a paused or failed task stopped.', '从暂停或失败处继续运行。'),
  ),
  signal(
    'stopTask',
    'stop',
    text('Stop', '结束'),
    text('Ends the task for good: it lets go of its replication slot.', '结束任务，并删除其复制槽，之后不可恢复。'),
  ),
  ...OBJECT_OPERATIONS,
  ...CHANGE_OPERATIONS,
  ...MEND_OPERATIONS,
  ...MANY_OPERATIONS,
  {
    id: 'releaseTask',
    method: 'DELETE',
    path: TASK,
    group: 'running',
    role: 'operator',
    summary: text('Release a task', '释放任务'),
    text: text(
      'Removes what the task keeps at source and destination (slot, publication, marks), then its record. What could not be removed is listed with the SQL that does it, and the record stays.',
      '删除任务在源库和目标库保留的对象（复制槽、发布、标记表），然后删除任务记录。无法删除的对象会连同 SQL 列出，此时任务记录保留。',
    ),
    parameters: [
      ID,
      {
        name: 'forget',
        in: 'query',
        text: text('Drop the record even when something could not be removed', '即使有对象无法删除也删除任务记录'),
        example: 'true',
        values: ['true', 'false'],
      },
    ],
    answer: { status: 200, schema: 'Released', text: text('What could not be removed', '无法删除的对象') },
  },
  {
    id: 'followTask',
    method: 'GET',
    path: `${TASK}/events`,
    group: 'reading',
    role: 'viewer',
    summary: text('Follow a task', '跟踪任务'),
    text: text(
      'Server-sent events: a `picture` of state and progress, then a `patch` for each change, at most four a second. `Last-Event-ID` goes on where a broken stream ended.',
      '以服务器发送事件（SSE）返回：先是状态与进度的 `picture`，之后每次变化一个 `patch`，每秒最多四个。可通过 `Last-Event-ID` 从中断处继续。',
    ),
    parameters: [ID, AFTER],
    answer: { status: 200, schema: null, stream: true, text: text('The events', '事件流') },
  },
  ...LIST_OPERATIONS,
  {
    id: 'describeApi',
    method: 'GET',
    path: '/api/v1/openapi.json',
    group: 'reading',
    role: 'viewer',
    summary: text('This description', '获取接口描述'),
    text: text('OpenAPI 3.1, made from what the console itself checks requests by.', 'OpenAPI 3.1 文档，由控制台校验请求所用的模式生成。'),
    parameters: [],
    answer: { status: 200, schema: 'Description', text: text('The description', '接口描述') },
  },
];
