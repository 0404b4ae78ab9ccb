import { text } from '#engine/text.ts';
import type { Operation } from './operation.ts';
import { ID, STATE, TASK } from './parameters.ts';

const CHANGES = { group: 'changing', role: 'operator', parameters: [ID] } as const;

/** What may be changed of a task that has begun, and what may be made of it. */
export const CHANGE_OPERATIONS: readonly Operation[] = [
  {
    ...CHANGES,
    id: 'changeLimits',
    method: 'PATCH',
    path: `${TASK}/limits`,
    summary: text('Change the limits', '修改限速'),
    text: text(
      'Changes throttle, streams, log limit or instance class at once, also while the task runs; what is left out stays as it is.',
      '修改限速、并行数、日志上限或链路规格，任务运行中立即生效；未填写的保持不变。',
    ),
    body: { schema: 'LimitsChange', required: true, example: { incremental: { rowsPerSecond: 5000, megabytesPerSecond: null } } },
    answer: { status: 200, schema: 'Limits', text: text('The limits as they are then', '修改后的限制') },
  },
  {
    ...CHANGES,
    id: 'changeParameters',
    method: 'PATCH',
    path: `${TASK}/parameters`,
    summary: text('Change parameters', '修改参数'),
    text: text(
      'Changes parameters by their paths in the document; for some the task begins again at a checkpoint.',
      '按文档路径修改参数；部分参数会使任务从检查点重新开始运行。',
    ),
    body: { schema: 'ParameterChange', required: true, example: { 'incremental.walLimit.warnMegabytes': 20_000 } },
    answer: { status: 200, schema: 'Restarted', text: text('Whether it began again', '是否重新运行') },
  },
  {
    ...CHANGES,
    id: 'changeEndpoint',
    method: 'PUT',
    path: `${TASK}/endpoint`,
    summary: text('Change password or address', '修改密码或连接地址'),
    text: text(
      'Another account, password or address of one of the task’s databases, or another saved connection. It must lead to the same database: the task’s own traces, or the server’s number, tell.',
      '修改任务一侧数据库的账号、密码或地址，或改用其他已保存的连接。必须指向同一数据库，以任务自身的标记或服务器标识确认。',
    ),
    body: { schema: 'EndpointChange', required: true, example: { side: 'source', endpoint: { connectionId: 'a7d1…' } } },
    answer: { status: 200, schema: 'Restarted', text: text('Whether it began again', '是否重新运行') },
  },
  {
    ...CHANGES,
    id: 'renameTask',
    method: 'POST',
    path: `${TASK}/rename`,
    summary: text('Rename a task', '重命名任务'),
    text: text('Gives the task another name, in any state.', '修改任务名称，任意状态均可。'),
    body: { schema: 'NewName', required: true, example: { name: 'orders, new' } },
    answer: { status: 200, schema: 'Named', text: text('The name', '名称') },
  },
  {
    ...CHANGES,
    id: 'checkAgain',
    method: 'POST',
    path: `${TASK}/check-again`,
    summary: text('Check again', '重新检查'),
    text: text(
      'Looks once more at what must hold while the task goes on; the findings are answered and not kept.',
      '重新检查任务运行期间须持续满足的条件；结果仅返回，不保存。',
    ),
    answer: { status: 200, schema: 'CheckedAgain', text: text('The findings', '检查结果') },
  },
  {
    ...CHANGES,
    id: 'copyAgain',
    method: 'POST',
    path: `${TASK}/copy-again`,
    summary: text('Copy again from the start', '重新全量复制'),
    text: text(
      'For a task whose source has not kept the log it would go on from: empties its tables and copies all rows under a new snapshot.',
      '用于源库未保留所需日志的任务：清空任务的表，并在新快照下重新复制全部数据。',
    ),
    answer: STATE,
  },
  {
    ...CHANGES,
    id: 'resetTask',
    method: 'POST',
    path: `${TASK}/reset`,
    summary: text('Reset a task', '重置任务'),
    text: text(
      'Makes a task that has begun a draft again: slot, publication and marks go, tables and rows stay. What could not be removed is listed, and then the task stays as it is.',
      '将已开始的任务恢复为草稿：删除复制槽、发布与标记，表和数据保留。若有对象无法删除则列出，任务保持不变。',
    ),
    answer: { status: 200, schema: 'Released', text: text('What could not be removed', '无法删除的对象') },
  },
  {
    ...CHANGES,
    id: 'copyTask',
    method: 'POST',
    path: `${TASK}/similar`,
    summary: text('Create a similar task', '创建相似任务'),
    text: text('A draft with this task’s document, without its passwords.', '以该任务的文档创建草稿，不含密码。'),
    answer: { status: 200, schema: 'Created', text: text('The id of the draft', '草稿 ID') },
  },
  {
    ...CHANGES,
    id: 'reverseTask',
    method: 'POST',
    path: `${TASK}/reverse`,
    summary: text('Create the reverse task', '创建反向任务'),
    text: text('A draft that brings the destination’s changes back to the source.', '创建将目标库变更回写到源库的任务草稿。'),
    answer: { status: 200, schema: 'Reversed', text: text('The id of the draft', '草稿 ID') },
  },
];
