import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always } from '../selected.ts';

export const pgDatabaseName = defineCheck({
  code: 'PG_DATABASE_NAME',
  title: text('Name of the Source Database', '源库数据库名称'),
  about: text(
    'The name of the database, which helper objects at the source are called after.',
    '检查数据库名称是否可用于命名源库中的辅助对象。',
  ),
  severity: 'fail',
  when: always,
  run: async ({ config }) => {
    const { database } = config.source;
    if (!database.includes('-')) return [];
    return [
      {
        subject: database,
        cause: text(`The name of the source database ${database} contains a hyphen (-)`, `源库数据库名称 ${database} 中含有短划线（-）`),
        fix: text(
          'Rename the database (no session may be connected to it), then enter the new name in Configure Source and Destination Databases.',
          '请重命名该数据库（期间不能有会话连接），然后在“源库及目标库配置”中填写新名称。',
        ),
        fixSql: `ALTER DATABASE "${database.replaceAll('"', '""')}" RENAME TO "${database.replaceAll('-', '_').replaceAll('"', '""')}";`,
      },
    ];
  },
});
