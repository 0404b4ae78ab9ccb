import { settingAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** One for the stream, one while a snapshot is exported. */
const NEEDED = 2;

export const pgWalSenders = defineCheck({
  code: 'PG_WAL_SENDERS',
  title: text('Free WAL Senders', '空闲 WAL 发送进程'),
  about: text(
    'Free WAL senders of the source: each reading of the log takes one.',
    '检查源库的空闲 WAL 发送进程：每个日志读取连接占用一个。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { senders, server } = await context.sourceFacts();
    const { used, max } = senders;
    if (max - used >= NEEDED) return [];
    const advice = settingAdvice(server.provider, { name: 'max_wal_senders', value: String(used + NEEDED), restart: true });
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `The source has ${Math.max(max - used, 0)} free WAL senders (max_wal_senders is ${max}, ${used} used by others); the task needs ${NEEDED}`,
          `源库空闲 WAL 发送进程数为 ${Math.max(max - used, 0)}（max_wal_senders 为 ${max}，其他用途已占用 ${used}）；任务需要 ${NEEDED} 个`,
        ),
        ...advice,
        fix: text(
          `End standbys and receivers that are not needed, or raise max_wal_senders. ${advice.fix.en}`,
          `请停止不需要的备库或接收进程，或调大 max_wal_senders。${advice.fix.zh}`,
        ),
      },
    ];
  },
});
