import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoSelectDb, serverName } from '../selected.ts';

/** Merge-on-write with a sequence column, and columns added without a rewrite, are the ordinary thing from here on. */
const OLDEST = 20_000;

export const selectdbVersion = defineCheck({
  code: 'SELECTDB_VERSION',
  title: text('Destination Database Version', '目标库版本'),
  about: text(
    'The version of the destination: older ones lack what rows are loaded and changed by.',
    '检查目标库版本：过旧的版本缺少导入和更新数据所需的功能。',
  ),
  severity: 'fail',
  when: intoSelectDb(),
  run: async (context) => {
    const { version, versionText } = await context.selectdbFacts();
    const subject = serverName(context.config.destination);
    if (version === null) {
      const said = versionText === '' ? 'nothing' : versionText;
      return [
        {
          subject,
          cause: text(
            `The destination ${subject} does not say that it is SelectDB or Apache Doris (@@version_comment: ${said})`,
            `目标库 ${subject} 不是 SelectDB 或 Apache Doris（@@version_comment：${said}）`,
          ),
          fix: text('Check the address and port, or choose the right database type.', '请检查地址和端口，或选择正确的数据库类型。'),
        },
      ];
    }
    if (version >= OLDEST) return [];
    return [
      {
        subject,
        cause: text(`The destination is ${versionText}, older than 2.0`, `目标库版本为 ${versionText}，低于 2.0`),
        fix: text('Use SelectDB, or Apache Doris 2.0 or later.', '请使用 SelectDB 或 Apache Doris 2.0 及以上版本。'),
      },
    ];
  },
});
