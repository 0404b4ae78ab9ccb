import { settingAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

export const pgWalKeep = defineCheck({
  code: 'PG_WAL_KEEP',
  title: text('Log Kept for Replication Slots', '复制槽日志保留上限'),
  about: text(
    'max_slot_wal_keep_size of the source: beyond it the source removes log that the task has not read yet, while it is paused say, or its destination is away. The task then has to copy all rows again.',
    '检查源库的 max_slot_wal_keep_size：超过该值时，源库会删除任务尚未读取的日志（例如任务暂停或目标库不可用期间），之后任务须重新全量复制。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const { server } = await context.sourceFacts();
    const megabytes = Number(server.settings.get('max_slot_wal_keep_size') ?? -1);
    if (megabytes < 0) return [];
    const advice = settingAdvice(server.provider, { name: 'max_slot_wal_keep_size', value: '-1', restart: false });
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `max_slot_wal_keep_size is ${megabytes} MB: when the task falls behind by more, the source drops what it has not read, and all rows must be copied again`,
          `max_slot_wal_keep_size 为 ${megabytes} MB：任务落后超过该值时，源库会删除尚未读取的日志，须重新全量复制`,
        ),
        ...advice,
        fix: text(
          `${advice.fix.en} Then watch the disk of the source instead: the advanced settings of the task warn of the log it keeps. Ignore this if the limit is far above what is written in the longest pause.`,
          `${advice.fix.zh}同时请关注源库磁盘空间（任务的高级配置可对保留的日志告警）。若该上限远大于最长中断期间的写入量，可忽略该项。`,
        ),
      },
    ];
  },
});
