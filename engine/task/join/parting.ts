import { notCopied } from '../../ddl/refused.ts';
import type { Destination, DestinationState } from '../../destination/destination.ts';
import type { ErrorReport } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { Position } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';
import type { Source } from '../../source/source.ts';
import { tellWaits } from '../../stream/care-words.ts';
import { text } from '../../text.ts';
import type { TaskConfig } from '../config.ts';
import { type CopyTableInit, part } from '../copy-table.ts';
import type { RunInit } from '../run-init.ts';
import { isStaying, leftWith, type Staying } from './again.ts';
import type { Joins } from './joins.ts';
import type { Stands } from './stands.ts';

/**
 * Begins a log of its own for a table that is to leave the task for a while, and looks at the table. Repeatable.
 * @returns from where on the task may do without the table's changes, and commands: it has heard then of all that the look may have seen
 */
export async function beginLog(own: Source, table: TablePlan, init: BeginInit): Promise<Position> {
  const { source, stands } = init;
  await requireSlots(own, table);
  const begun = await ownSlot(own, table, init);
  await stands.look(source, table.id, table.source);
  const { position } = await source.now();
  return position > begun ? position : begun;
}

export interface BeginInit extends Pick<RunInit, 'emit'> {
  /** Of the task. */
  readonly source: Source;
  readonly stands: Stands;
}

/** One keeps the place in the log while the table is away, a second is there while it is read: asked for before anything is taken from it. */
const SLOTS = 2;

async function requireSlots(own: Source, { source }: TablePlan): Promise<void> {
  const { free, max } = await own.slots();
  if (free >= SLOTS) return;
  const why = text(
    `the source has ${free} free replication slots (max_replication_slots is ${max}), and ${SLOTS} are needed while one table is copied beside the others`,
    `源库空闲复制槽数为 ${free}（max_replication_slots 为 ${max}），而单独重新复制一张表需要 ${SLOTS} 个`,
  );
  throw notCopied(displayName(source), why, FREE_SLOTS);
}

const FREE_SLOTS = text(
  'Drop slots at the source that nothing uses any more (pg_drop_replication_slot), or raise max_replication_slots, and copy it again.',
  '请在源库删除不再使用的复制槽（pg_drop_replication_slot），或调大 max_replication_slots，然后重新复制。',
);

async function ownSlot(own: Source, table: TablePlan, { source, emit }: BeginInit): Promise<Position> {
  await own.publish([table]);
  if (!(await own.captureDdl()) && (await source.isDdlCaptured())) throw notCopied(displayName(table.source), NOT_NOTED);
  const { slot } = await own.streamState();
  if (slot !== null && !slot.lost) return slot.confirmed;
  if (slot !== null) await own.dropSlot();
  await using snapshot = await own.openSnapshot('slot', tellWaits(emit));
  if (snapshot.position === null) throw new Error('A slot was made that has no place in the log.');
  return snapshot.position;
}

const NOT_NOTED = text('the source does not note commands for it', '源库无法为该表记录 DDL');

/** What is to leave does so where the task stands, or does not. `failed`: why it cannot have a log of its own. True, for the tables may be others now. */
export async function parts(
  init: CopyTableInit & { readonly joins: Joins; readonly destination: Pick<Destination, 'state'> },
  joining: Staying,
  failed: ErrorReport | undefined,
): Promise<true> {
  const { joins, run, destination } = init;
  const { asked } = joining.again;
  await part(init, asked, { to: joins.nameOf(joining), failed, atSource: joins.stands.of(asked.table) });
  await settleParted(joins, run.config, await destination.state());
  return true;
}

/**
 * Notes with the task what the destination says of tables that were to leave it: they have, or something spoke against it. Before the log
 * is followed, by whoever has asked for it or goes on behind a crash: until then nobody knows whose their changes are.
 */
export async function settleParted(
  joins: Joins,
  { objects }: Pick<TaskConfig, 'objects'>,
  { overlay }: Pick<DestinationState, 'overlay'>,
): Promise<void> {
  for (const joining of joins.entries) {
    if (!isStaying(joining) || joining.cancelled === true) continue;
    const { asked } = joining.again;
    if (overlay?.copied?.get(asked.table) !== asked.id) continue;
    await using destination = await joins.openDestination(joining);
    const { checkpoint, overlay: own } = await destination.state();
    const [table] = own?.tables.values() ?? [];
    if (checkpoint === null || table == null) await joins.change(joining, { cancelled: true });
    else await joins.change(joining, leftWith(joining, table, { objects, sequences: own?.sequences ?? [] }));
  }
}
