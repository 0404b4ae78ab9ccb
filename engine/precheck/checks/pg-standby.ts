import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

const DECODES_ON_STANDBY = 160_000;

export const pgStandby = defineCheck({
  code: 'PG_STANDBY',
  title: text('Role of the Source Server', '源库主备角色'),
  about: text(
    'Whether the source is a primary server: what names the followed tables cannot be made at a standby.',
    '检查源库是否为主库：备库上无法创建用于指定增量表的发布。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { standby, version, versionText } = await context.sourceFacts();
    if (!standby) return [];
    const cause =
      version < DECODES_ON_STANDBY
        ? text(
            `The source is a standby; PostgreSQL ${versionText} cannot decode changes there (possible from 16 on)`,
            `源库是备库；PostgreSQL ${versionText} 不支持在备库上解析变更（16 及以上版本才支持）`,
          )
        : text(
            'The source is a standby, where the publication that names the followed tables cannot be created',
            '源库是备库，无法在其上创建用于指定增量表的发布（publication）',
          );
    return [
      {
        subject: serverName(context.config.source),
        cause,
        fix: text(
          'Enter the address of the primary server as the source, or migrate without the incremental step.',
          '请将源库地址改为主库，或不选择增量迁移。',
        ),
      },
    ];
  },
});
