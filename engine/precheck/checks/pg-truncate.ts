import { heeds } from '../../schema/operation.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** From here on the log has a record of TRUNCATE. */
const IN_THE_LOG = 110_000;

export const pgTruncate = defineCheck({
  code: 'PG_TRUNCATE',
  title: text('TRUNCATE in the Log of the Source', '源库日志中的 TRUNCATE'),
  about: text(
    'Whether the log of the source tells of TRUNCATE. Where it does not, rows that a TRUNCATE took away stay at the destination without a word.',
    '检查源库日志是否记录 TRUNCATE。若不记录，被 TRUNCATE 清空的数据会在无任何提示的情况下残留在目标库。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const { version, versionText } = await context.sourceFacts();
    if (version >= IN_THE_LOG || (await context.tables()).every(({ operations }) => !heeds(operations, 'truncate'))) return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `PostgreSQL ${versionText} does not write TRUNCATE to its log (possible from 11 on): a table that is truncated while changes are followed keeps its rows at the destination`,
          `PostgreSQL ${versionText} 不会将 TRUNCATE 写入日志（11 及以上版本才支持）：增量迁移期间在源库执行 TRUNCATE 后，目标库仍会保留原有数据`,
        ),
        fix: text(
          'Use DELETE in place of TRUNCATE while the task runs, or copy a truncated table again (Copy Again). If that is seen to, ignore this.',
          '任务运行期间请使用 DELETE 代替 TRUNCATE，或在 TRUNCATE 后重新复制该表（Copy Again）。确认后可忽略该项。',
        ),
      },
    ];
  },
});
