import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoSelectDb } from '../selected.ts';

export const selectdbHttp = defineCheck({
  code: 'SELECTDB_HTTP',
  title: text('HTTP Port of the Destination', '目标库HTTP端口'),
  about: text(
    'Whether the HTTP port answers and lets the account in: all rows are loaded through it.',
    '检查 HTTP 端口能否访问并通过认证：所有数据均通过该端口写入。',
  ),
  severity: 'fail',
  when: intoSelectDb(),
  run: async (context) => {
    const { http } = await context.selectdbFacts();
    const { destination } = context.config;
    if (http === null || destination.type !== 'selectdb') return [];
    return [{ subject: `${destination.host}:${destination.httpPort}`, cause: http.message, fix: http.hint }];
  },
});
