import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, intoPostgres, serverName } from '../selected.ts';

export const pgDestReadOnly = defineCheck({
  code: 'PG_DEST_READ_ONLY',
  title: text('Writability of the Destination', '目标库可写性'),
  about: text(
    'Whether the destination takes writes: a standby, or a database set to read only, takes none.',
    '检查目标库是否可写：备库或设为只读的数据库无法写入。',
  ),
  severity: 'fail',
  when: intoPostgres(always),
  run: async (context) => {
    const { readOnly, user, database } = await context.destinationFacts();
    if (!readOnly) return [];
    return [
      {
        subject: serverName(context.config.destination),
        cause: text(
          `The destination database ${database} accepts no writes from ${user}: the server is a standby, or default_transaction_read_only is on`,
          `目标库 ${database} 不接受账号 ${user} 的写入：该服务器是备库，或 default_transaction_read_only 为 on`,
        ),
        fix: text(
          'Enter the address of the primary server as the destination, or turn default_transaction_read_only off for the server, the database and the account.',
          '请将目标库地址改为主库，或在服务器、数据库及账号上关闭 default_transaction_read_only。',
        ),
      },
    ];
  },
});
