import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { connectionProblems } from '../connection.ts';
import { always } from '../selected.ts';

export const checkConnSrc = defineCheck({
  code: 'CHECK_CONN_SRC',
  title: text('Source Database Connectivity', '源库连接性'),
  severity: 'fail',
  when: always,
  run: (context) => connectionProblems(context.config.source, () => context.source()),
});
