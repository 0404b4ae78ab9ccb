import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, serverName } from '../selected.ts';

const OLDEST = 100_000;

export const checkSrc = defineCheck({
  code: 'CHECK_SRC',
  title: text('Source Database Version', '源库版本'),
  severity: 'fail',
  when: always,
  run: async (context) => {
    const { version, versionText } = await context.sourceFacts();
    if (version >= OLDEST) return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `The source runs PostgreSQL ${versionText}; versions from 10 on can be migrated`,
          `源库版本为 PostgreSQL ${versionText}，仅支持 10 及以上版本`,
        ),
        fix: text('Upgrade the source to PostgreSQL 10 or later.', '请将源库升级到 PostgreSQL 10 或更高版本。'),
      },
    ];
  },
});
