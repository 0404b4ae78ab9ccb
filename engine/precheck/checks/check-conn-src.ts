import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { connectionProblems } from '../connection.ts';
import { always } from '../selected.ts';

export const checkConnSrc = defineCheck({
  code: 'CHECK_CONN_SRC',
  title: text('Source Database Connectivity', '源库连接性'),
  about: text(
    'Signs in to the source with the address, account and TLS of the task: everything else is read through this connection.',
    '使用任务的地址、账号与 TLS 配置登录源库：其余检查与迁移均通过该连接进行。',
  ),
  severity: 'fail',
  when: always,
  run: (context) => connectionProblems(context.config.source, () => context.source()),
});
