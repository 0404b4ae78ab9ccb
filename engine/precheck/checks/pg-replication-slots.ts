import { settingAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** One follows the changes; a second is there for a moment while tables are read again after an interruption. */
const NEEDED = 2;

export const pgReplicationSlots = defineCheck({
  code: 'PG_REPLICATION_SLOTS',
  title: text('Free Replication Slots', '空闲复制槽'),
  about: text(
    'Free replication slots of the source: a slot keeps the task’s place in the log.',
    '检查源库的空闲复制槽：复制槽用于保留任务在日志中的位点。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { slots, server } = await context.sourceFacts();
    const { used, max } = slots;
    if (max - used >= NEEDED) return [];
    const advice = settingAdvice(server.provider, { name: 'max_replication_slots', value: String(used + NEEDED), restart: true });
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `The source has ${Math.max(max - used, 0)} free replication slots (max_replication_slots is ${max}, ${used} used by others); the task needs ${NEEDED}: one to follow changes, one while tables are read again after an interruption`,
          `源库空闲复制槽数为 ${Math.max(max - used, 0)}（max_replication_slots 为 ${max}，其他用途已占用 ${used}）；任务需要 ${NEEDED} 个：一个用于读取增量，另一个在中断后重新读取表时临时使用`,
        ),
        ...advice,
        fix: text(
          `Drop slots that nothing uses any more (pg_drop_replication_slot), or raise max_replication_slots. ${advice.fix.en}`,
          `请删除不再使用的复制槽（pg_drop_replication_slot），或调大 max_replication_slots。${advice.fix.zh}`,
        ),
      },
    ];
  },
});
