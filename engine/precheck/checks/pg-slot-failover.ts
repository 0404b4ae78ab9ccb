import type { ServerFacts } from '../../postgres/server-facts.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** From here on the task's slot is made with FAILOVER, and a standby can keep a copy of it. */
const COPIES_SLOTS = 170_000;

export const pgSlotFailover = defineCheck({
  code: 'PG_SLOT_FAILOVER',
  title: text('Replication Slot after a Failover', '主备切换后的复制槽'),
  about: text(
    'Whether a standby that takes over from the source would have the task’s replication slot. Without it the place in the log is gone with the old primary, and all rows have to be copied again.',
    '检查备库接管源库后是否仍有任务的复制槽。若没有，读取位点会随原主库丢失，须重新全量复制。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const { server, version, standby } = await context.sourceFacts();
    if (standby || server.standbys === 0) return [];
    const named = server.settings.get('synchronized_standby_slots') ?? '';
    if (version >= COPIES_SLOTS && named !== '') return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `The source has ${server.standbys} standbys. After a failover to one of them the replication slot of the task would not be there, or be behind it: its changes could not be followed any further`,
          `源库有 ${server.standbys} 个备库。主备切换后新主库上没有任务的复制槽，或其位点已落后，无法继续增量迁移`,
        ),
        fix: adviceOf(server, version),
      },
    ];
  },
});

function adviceOf({ provider }: ServerFacts, version: number): Text {
  if (provider === 'alibaba-rds' || provider === 'polardb')
    return text(
      'Turn on Logical Replication Slot Failover for the instance, or ignore this and plan no switch while the task runs.',
      '请为实例开启“逻辑复制槽故障转移（Logical Replication Slot Failover）”功能；也可忽略该项，并避免在任务运行期间切换主备。',
    );
  return version >= COPIES_SLOTS
    ? text(
        'At the primary name the physical slots of the standbys in synchronized_standby_slots; at each standby set sync_replication_slots and hot_standby_feedback to on and give primary_conninfo a dbname. The task’s slot is made for failover. Or ignore this: after a failover all rows are then copied again.',
        '请在主库的 synchronized_standby_slots 中填写各备库的物理复制槽，并在各备库将 sync_replication_slots 和 hot_standby_feedback 设为 on，且 primary_conninfo 中包含 dbname；任务的复制槽已按可故障转移方式创建。也可忽略该项，切换后将重新全量复制。',
      )
    : text(
        'Standbys keep copies of slots from PostgreSQL 17 on (before it with the extension pg_failover_slots). Or ignore this: after a failover all rows are then copied again.',
        'PostgreSQL 17 起备库可保留复制槽副本（此前版本可使用扩展 pg_failover_slots）。也可忽略该项，切换后将重新全量复制。',
      );
}
