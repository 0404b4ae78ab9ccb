import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { connectionProblems } from '../connection.ts';
import { always } from '../selected.ts';

export const checkConnDest = defineCheck({
  code: 'CHECK_CONN_DEST',
  title: text('Destination Database Connectivity', '目标库连接性'),
  about: text(
    'Signs in to the destination with the address, account and TLS of the task: everything is written through this connection.',
    '使用任务的地址、账号与 TLS 配置登录目标库：所有写入均通过该连接进行。',
  ),
  severity: 'fail',
  when: always,
  run: (context) => connectionProblems(context.config.destination, () => context.destination()),
});
