import { settingAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** The engine answers every five seconds; a busy machine or network doubles that. */
const LEAST_MS = 15_000;

export const pgWalSenderTimeout = defineCheck({
  code: 'PG_WAL_SENDER_TIMEOUT',
  title: text('wal_sender_timeout of the Source', '源库 wal_sender_timeout'),
  about: text(
    'How long the source waits for an answer before it ends the connection that changes are read from. Where that is shorter than a slow network takes, the connection is ended again and again; nothing is lost, but the lag grows.',
    '检查源库等待应答的时限，超时后会断开读取变更的连接。时限过短时连接会在网络较慢时反复断开；数据不会丢失，但延迟会增大。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const { server } = await context.sourceFacts();
    const limit = Number(server.settings.get('wal_sender_timeout') ?? 0);
    if (limit === 0 || limit >= LEAST_MS) return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `wal_sender_timeout is ${limit} ms: the source ends the connection when it hears nothing for that long, and the engine answers every 5 s`,
          `wal_sender_timeout 为 ${limit} 毫秒：源库在该时间内未收到应答即断开连接，而引擎每 5 秒应答一次`,
        ),
        ...settingAdvice(server.provider, { name: 'wal_sender_timeout', value: '60s', restart: false }),
      },
    ];
  },
});
