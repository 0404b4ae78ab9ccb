import type { Provider } from '../../postgres/provider.ts';
import { keepsSlotCopies } from '../../postgres/slot-failover.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

/** From here on the task's slot is made with FAILOVER, and a standby can keep a copy of it. */
const COPIES_SLOTS = 170_000;

/** Where the provider has standbys keep copies of logical slots whatever the version, and by which setting. */
const PROVIDED: Partial<Readonly<Record<Provider, string>>> = {
  'alibaba-rds': 'rds_failover_slot_mode',
  polardb: 'polar_failover_slot_mode',
};

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
    if (standby) return [];
    const named = server.settings.get('synchronized_standby_slots') ?? '';
    if (version >= COPIES_SLOTS && named !== '') return [];
    const setting = PROVIDED[server.provider];
    const subject = serverName(context.config.source);
    // A provider makes standbys when it likes, for maintenance too; those that are there now say little.
    if (setting !== undefined) return keepsSlotCopies(server.slotFailover) ? [] : [providedProblem(subject, setting, server.slotFailover)];
    return server.standbys === 0 ? [] : [{ subject, cause: withStandbys(server.standbys), fix: adviceOf(version) }];
  },
});

/** `mode` null: the server knows no such setting. */
function providedProblem(subject: string, setting: string, mode: string | null): Problem {
  const lost = text(
    'after a switch to another node the replication slot of the task would not be there, and its changes could not be followed any further',
    '主备切换后新主库上没有任务的复制槽，无法继续增量迁移',
  );
  if (mode === null)
    return {
      subject,
      cause: text(
        `The source has no setting ${setting}: it does not support Logical Replication Slot Failover, so ${lost.en}`,
        `源库没有参数 ${setting}，即不支持“逻辑复制槽故障转移（Logical Replication Slot Failover）”：${lost.zh}`,
      ),
      fix: text(
        'Update the minor engine version of the instance to one that supports it, or ignore this and plan no switch while the task runs: all rows would have to be copied again.',
        '请将实例的内核小版本升级到支持该功能的版本；也可忽略该项，并避免在任务运行期间切换主备，否则须重新全量复制。',
      ),
    };
  return {
    subject,
    cause: text(
      `Logical Replication Slot Failover is turned off at the source (${setting} = ${mode}): ${lost.en}`,
      `源库已关闭“逻辑复制槽故障转移（Logical Replication Slot Failover）”功能（${setting} = ${mode}）：${lost.zh}`,
    ),
    fix: text(
      `Turn on Logical Replication Slot Failover for the instance: set ${setting} to async (or sync, where it can be chosen) among its parameters in the console. Or ignore this and plan no switch while the task runs: all rows would have to be copied again.`,
      `请为实例开启“逻辑复制槽故障转移（Logical Replication Slot Failover）”功能：在控制台的参数设置中将 ${setting} 设为 async（可选时也可设为 sync）。也可忽略该项，并避免在任务运行期间切换主备，否则须重新全量复制。`,
    ),
  };
}

function withStandbys(count: number): Text {
  return text(
    `The source has ${count} standbys. After a failover to one of them the replication slot of the task would not be there, or be behind it: its changes could not be followed any further`,
    `源库有 ${count} 个备库。主备切换后新主库上没有任务的复制槽，或其位点已落后，无法继续增量迁移`,
  );
}

function adviceOf(version: number): Text {
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
