import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { connectionProblems } from '../connection.ts';
import { always } from '../selected.ts';

export const checkConnDest = defineCheck({
  code: 'CHECK_CONN_DEST',
  title: text('Destination Database Connectivity', '目标库连接性'),
  severity: 'fail',
  when: always,
  run: (context) => connectionProblems(context.config.destination, () => context.destination()),
});
