import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** One for the stream, one while a snapshot is exported. */
const NEEDED = 2;

export const pgWalSenders = defineCheck({
  code: 'PG_WAL_SENDERS',
  title: text('Free WAL Senders', '空闲 WAL 发送进程'),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { used, max } = (await context.sourceFacts()).senders;
    if (max - used >= NEEDED) return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `The source has ${Math.max(max - used, 0)} free WAL senders (max_wal_senders is ${max}, ${used} used by others); the task needs ${NEEDED}`,
          `源库空闲 WAL 发送进程数为 ${Math.max(max - used, 0)}（max_wal_senders 为 ${max}，其他用途已占用 ${used}）；任务需要 ${NEEDED} 个`,
        ),
        fix: text(
          'End standbys and receivers that are not needed, or run the statement and restart the source.',
          '请停止不需要的备库或接收进程，或执行该语句并重启源库。',
        ),
        fixSql: `ALTER SYSTEM SET max_wal_senders = ${used + NEEDED};`,
      },
    ];
  },
});
