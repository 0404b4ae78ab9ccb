import { settingAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

export const pgWalLevel = defineCheck({
  code: 'PG_WAL_LEVEL',
  title: text('wal_level of the Source', '源库 wal_level'),
  about: text(
    'wal_level of the source. Below logical its log does not say which rows changed, and nothing can be followed.',
    '检查源库的 wal_level：低于 logical 时日志中没有行级变更，无法增量迁移。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { walLevel, server } = await context.sourceFacts();
    if (walLevel === 'logical') return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `wal_level is ${walLevel}; incremental migration reads changes from the log, which takes logical`,
          `wal_level 为 ${walLevel}；增量迁移需要从日志读取变更，要求为 logical`,
        ),
        ...settingAdvice(server.provider, { name: 'wal_level', value: 'logical', restart: true }),
      },
    ];
  },
});
