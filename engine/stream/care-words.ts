import { EngineError, reportOf } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import type { HeartbeatWay, HoldingTransaction, SlotHealth, WalLimit } from '../schema/slot.ts';
import { counted, type Text, text } from '../text.ts';

const MEGABYTE = 1_000_000;
const MINUTE = 60_000;

/** As people read it: `1.2 GB`. */
export function bytesText(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  return megabytes < 1_000 ? `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB` : `${(megabytes / 1_000).toFixed(1)} GB`;
}

/** The log that is kept for the task has come to what a person wants to hear of, or the room for it comes to its end. */
export function walHeld(slot: SlotHealth): TaskEvent {
  const held = bytesText(slot.heldBytes);
  const room = slot.roomBytes === null ? null : bytesText(Math.max(0, slot.roomBytes));
  return logged('warn', {
    code: 'source.wal-held',
    message: text(
      `The source keeps ${held} of log for this task${room === null ? '' : `; it gives the slot up after another ${room}`}`,
      `源库为该任务保留了 ${held} 的日志${room === null ? '' : `，再写入 ${room} 后将放弃该复制槽`}`,
    ),
    hint: text(
      'Find out what holds the task back: its lag, a long transaction at the source, a slow destination. Give the source more disk meanwhile, or raise max_slot_wal_keep_size.',
      '请查明任务滞后的原因：同步延迟、源库长事务或目标库性能。同时可扩充源库磁盘，或调大 max_slot_wal_keep_size。',
    ),
  });
}

/** The task pauses by itself, or lets the slot go, before the source's disk is full. */
export function walLimit(slot: SlotHealth, { pauseMegabytes, dropSlot }: WalLimit): EngineError {
  const [held, limit] = [bytesText(slot.heldBytes), bytesText((pauseMegabytes ?? 0) * MEGABYTE)];
  const message = text(
    `The source keeps ${held} of log for this task, and ${limit} is the limit${dropSlot ? ': following has stopped, and the slot is dropped' : ''}`,
    `源库为该任务保留了 ${held} 的日志，达到上限 ${limit}${dropSlot ? '：增量迁移已停止，复制槽已删除' : ''}`,
  );
  const kept = text(
    'The log stays for as long as the slot does. Find out what held the task back, then resume it soon: it is let catch up, and pauses again only when a tenth more is kept than when it went on. Raise the limit if the source has the disk for it; release the task if the source needs the disk now.',
    '只要复制槽存在，日志就会继续保留。请查明任务滞后的原因并尽快恢复：恢复后任务可继续追平，仅当保留的日志比恢复时再增加 10% 才会再次暂停。若源库磁盘充足可调大上限；若源库急需磁盘空间，请释放该任务。',
  );
  const dropped = text(
    'The source may remove the log now. Copy the tables again from a new snapshot to go on.',
    '源库现在可以清理这些日志。如需继续，请从新的快照重新复制所有表。',
  );
  return new EngineError({
    code: dropSlot ? 'source.slot-dropped' : 'source.wal-limit',
    message,
    hint: dropSlot ? dropped : kept,
    retry: 'never',
    side: 'source',
    object: slot.name,
  });
}

const REASONS: Readonly<Record<string, Text>> = {
  wal_removed: text(
    'more log was written than max_slot_wal_keep_size lets a slot keep',
    '日志量超过 max_slot_wal_keep_size 允许保留的上限',
  ),
  idle_timeout: text('nobody used it for longer than idle_replication_slot_timeout', '闲置时间超过 idle_replication_slot_timeout'),
  rows_removed: text('rows it needed were removed after a conflict on the standby', '备库冲突导致其所需的行已被清理'),
  wal_level_insufficient: text('wal_level was set below logical', 'wal_level 被调低至 logical 以下'),
};

/** Changes since the checkpoint cannot be had from the log any more. `slot` null: there is none. */
export function slotLost(slot: Pick<SlotHealth, 'reason'> | null): EngineError {
  const unknown = text('the log it needs is removed', '所需的日志已被清理');
  const gone = text('it was dropped, or the source is another server now', '复制槽已被删除，或源库已切换到其他服务器');
  const why = slot === null ? gone : (REASONS[slot.reason ?? ''] ?? unknown);
  return new EngineError({
    code: 'source.slot-lost',
    message: text(`The source has given up the replication slot of this task: ${why.en}`, `源库已放弃该任务的复制槽：${why.zh}`),
    hint: text(
      'Changes since the last checkpoint cannot be had from the log any more. Copy the tables again from a new snapshot, or release the task.',
      '自上个检查点以来的变更已无法从日志获取。请从新的快照重新复制所有表，或释放该任务。',
    ),
    retry: 'never',
    side: 'source',
  });
}

export function longTransaction(transaction: HoldingTransaction): TaskEvent {
  const name = transactionName(transaction);
  const minutes = Math.floor((transaction.ageMs ?? 0) / MINUTE);
  const holds = transaction.writes
    ? text('the log is kept from where it began', '其开始以来的日志都须保留')
    : text('dead rows of the source cannot be removed meanwhile', '期间源库的死元组无法清理');
  return logged('warn', {
    code: 'source.long-transaction',
    message: text(
      `A transaction of the source has been open for ${counted(minutes, 'minute')}: ${name.en}; ${holds.en}`,
      `源库有事务已持续 ${minutes} 分钟：${name.zh}；${holds.zh}`,
    ),
    hint: endIt(transaction),
  });
}

/** Tells a person whom the making of a slot waits for, and the page when it does not any more. */
export function tellWaits(emit: (event: TaskEvent) => void): (transactions: readonly HoldingTransaction[]) => void {
  return (transactions) => {
    emit({ kind: 'slot-waits', at: Date.now(), transactions });
    const event = slotWaits(transactions);
    if (event !== null) emit(event);
  };
}

/** The slot, and with it everything after, waits for these. */
function slotWaits(transactions: readonly HoldingTransaction[]): TaskEvent | null {
  const [first] = transactions;
  if (first === undefined) return null;
  const name = transactionName(first);
  const more = transactions.length - 1;
  return logged('warn', {
    code: 'source.slot-waits',
    message: text(
      `The replication slot cannot be made before transactions that are open at the source have ended: ${name.en}${more > 0 ? ` and ${more} more` : ''}`,
      `须等待源库未结束的事务结束后才能创建复制槽：${name.zh}${more > 0 ? `，另有 ${more} 个` : ''}`,
    ),
    hint: endIt(first),
  });
}

function transactionName({ pid, prepared, user, application, query }: HoldingTransaction): Text {
  const whose = [user, application].filter((part) => part !== null && part !== '').join(', ');
  const tail = whose === '' ? '' : ` (${whose})`;
  if (pid === null) return text(`prepared transaction ${prepared ?? ''}${tail}`, `两阶段事务 ${prepared ?? ''}${tail}`);
  const said = query === null || query === '' ? '' : `: ${query.replaceAll(/\s+/g, ' ')}`;
  return text(`process ${pid}${tail}${said}`, `进程 ${pid}${tail}${said}`);
}

function endIt({ pid, prepared }: HoldingTransaction): Text {
  const sql = pid === null ? `ROLLBACK PREPARED '${(prepared ?? '').replaceAll("'", "''")}'` : `SELECT pg_terminate_backend(${pid})`;
  return text(`Have it commit or roll back, or end it at the source: ${sql};`, `请提交或回滚该事务，或在源库执行：${sql};`);
}

/** How an idle slot moves, where not by the table. */
export function heartbeatBy(way: HeartbeatWay, refused: unknown): TaskEvent | null {
  if (way === 'table') return null;
  const why = reportOf(refused).message;
  const said =
    way === 'message'
      ? text('An idle slot is kept moving by messages in the log', '已改用日志消息推进空闲的复制槽')
      : text('An idle slot may stand still: nothing can be written at the source', '无法向源库写入心跳，空闲的复制槽可能不会推进');
  return logged('info', {
    code: 'source.heartbeat',
    message: text(
      `${said.en}. public.dts_postgres_heartbeat cannot be used: ${why.en}`,
      `${said.zh}。无法使用 public.dts_postgres_heartbeat：${why.zh}`,
    ),
  });
}
