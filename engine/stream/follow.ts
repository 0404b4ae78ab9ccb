import type { Destination } from '../destination/destination.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import type { ChangeCounts, TaskEvent } from '../progress/event.ts';
import { type ChangeBatch, distance, type Position, type TableChange, type TransactionNumber } from '../schema/row.ts';
import { type TableId, tableId } from '../schema/table.ts';
import type { ChangeStream, Source } from '../source/source.ts';
import { Batcher } from './batch.ts';
import { converge } from './converge.ts';
import { filterChanges } from './filter.ts';
import { droppedTable, Familiar, newPartition, notPublished, rowsMissing } from './strangers.ts';

/** How often an idle stream's position is made durable, so that the source may let go of its log. */
const IDLE_CHECKPOINT_MS = 10_000;
const REPORT_INTERVAL_MS = 1_000;
/** How often the source is asked for partitions that were made after the plan, and for tables whose changes it does not tell. */
const PARTITIONS_INTERVAL_MS = 10_000;
const PUBLISHED_INTERVAL_MS = 10_000;
const SEEN_INTERVAL_MS = 10;

export interface FollowInit {
  readonly source: Source;
  readonly destination: Destination;
  readonly plan: Plan;
  readonly checkpoint: Position | null;
  readonly loaded: ReadonlyMap<TableId, Position | null>;
  readonly emit: (event: TaskEvent) => void;
  /** Called after each durable batch: what was wrong before is over. */
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
  /** Tables whose slices were read under different views, until the log is past the last of them (`converge`). */
  readonly converging: ReadonlySet<TableId>;
  /** The last of those views. */
  readonly read: Position | null;
  /** Ends the following once everything up to here is applied; null follows until stopped. */
  readonly until: Position | null;
  /** The destination's type for a type of the source, as it was planned. */
  readonly columnType: (type: string) => string;
}

/** Follows the source's log into the destination: read, batch, filter, apply with checkpoint, then acknowledge. */
export async function follow(init: FollowInit): Promise<void> {
  await using stream = await init.source.openStream(init.checkpoint);
  const follower = new Follower(init, stream, await init.source.now());
  const timer = setInterval(() => void follower.report(), REPORT_INTERVAL_MS);
  try {
    await follower.run();
  } finally {
    clearInterval(timer);
    await follower.report();
  }
}

class Follower {
  readonly #init: FollowInit;
  readonly #stream: ChangeStream;
  readonly #tables: ReadonlyMap<TableId, TablePlan>;
  readonly #batcher: Batcher;
  readonly #familiar: Familiar;
  /** New partitions and dropped tables that were told of. */
  readonly #told = new Set<TableId>();
  /** Those that converge. */
  readonly #unsettled: ReadonlyMap<TableId, TablePlan>;
  #until: Position | null;
  /** The last batch was a part of a source transaction: the destination's own is open until the rest is written. */
  #open = false;
  #lookedAt = 0;
  #publishedAt = 0;
  /** Source's clock minus ours: lag is told by the source's clock alone. */
  readonly #skew: number;
  #end: Position;
  #applied: Position;
  #durableAt = Date.now();
  /** The worst since the last report, and since when (source's clock) what is being applied now has been committed. */
  #lagMs = 0;
  #waiting: number | null = null;
  #transactions = 0;
  #counts = new Map<TableId, ChangeCounts>();

  constructor(init: FollowInit, stream: ChangeStream, now: { readonly position: Position; readonly clock: number }) {
    this.#init = init;
    this.#stream = stream;
    this.#tables = new Map(init.plan.tables.map((table) => [table.id, table]));
    this.#batcher = new Batcher(init.loaded);
    const { source, columnType, emit } = init;
    const passedOver = new Set(init.plan.skippedTables);
    this.#familiar = new Familiar(this.#tables, { typesOf: (relation) => source.typesOf(relation), columnType, passedOver, tell: emit });
    this.#skew = now.clock - Date.now();
    this.#end = now.position;
    this.#applied = init.checkpoint ?? now.position;
    this.#until = init.until;
    this.#unsettled = new Map([...this.#tables].filter(([id]) => init.converging.has(id)));
  }

  async run(): Promise<void> {
    const { signal } = this.#init;
    while (!signal.aborted && (this.#open || this.#until === null || this.#applied < this.#until)) {
      await this.#checkPublished();
      const events = await this.#stream.next(signal).catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      });
      // Told now: while a batch is applied more of the log is heard whose changes still wait unread.
      const heard = this.#stream.heard();
      await this.#familiar.check(events);
      const batches = this.#batcher.push(events);
      for (const batch of batches) await this.#apply(batch);
      if (this.#batcher.idle) await this.#rest(heard);
    }
  }

  /** @throws EngineError `source.table-changed` */
  async #checkPublished(): Promise<void> {
    if (Date.now() - this.#publishedAt < PUBLISHED_INTERVAL_MS) return;
    const tables = this.#init.plan.tables.filter(({ hasRows }) => hasRows);
    for (const table of await this.#init.source.unpublished(tables.map(({ source }) => source))) {
      if (table.there) throw notPublished(table);
      if (this.#told.has(tableId(table))) continue;
      this.#told.add(tableId(table));
      this.#init.emit(droppedTable(table));
    }
    this.#publishedAt = Date.now();
  }

  async #apply(batch: ChangeBatch): Promise<void> {
    this.#waiting = batch.commit?.at ?? null;
    const filtered = await filterChanges(this.#init.source, this.#tables, batch.changes);
    if (this.#unsettled.size === 0) await this.#write(filtered, batch.commit);
    else await this.#converge(filtered, batch);
    this.#open = batch.commit === null;
    if (batch.commit === null) return;
    this.#lagMs = this.#worstLag();
    this.#waiting = null;
    this.#transactions += batch.commit.transactions;
    this.#settle(batch.commit.position);
  }

  async #write(changes: readonly TableChange[], commit: ChangeBatch['commit']): Promise<void> {
    const { destination, converging } = this.#init;
    const { missed } = await destination.apply({ changes, commit, ...(converging.size === 0 ? {} : { converging }) });
    for (const [id, count] of missed) if (!converging.has(id)) this.#warnMissed(id, count);
    for (const change of changes) this.#count(change);
  }

  /** What is ahead of the log must be durable as such before its rows are: else a crash would have them for what the log says. */
  async #converge(filtered: readonly TableChange[], { commit, numbers = [] }: ChangeBatch): Promise<void> {
    const { source, destination, read } = this.#init;
    const rowsNow: Source['rowsNow'] = async (table, keys) => {
      await this.#seen(numbers);
      return source.rowsNow(table, keys);
    };
    const settled = read === null || this.#applied >= read;
    let held: readonly TableChange[] = [];
    for await (const { changes, ahead } of converge({ source: { rowsNow }, tables: this.#unsettled, settled }, filtered)) {
      if (held.length > 0) await this.#write(held, null);
      if (ahead !== null) await destination.meetAt(ahead.tables, ahead.position);
      if (ahead !== null && this.#until !== null && ahead.position > this.#until) this.#until = ahead.position;
      held = changes;
    }
    await this.#write(held, commit);
  }

  /** A row that is taken before what the log says of it is seen would undo that. */
  async #seen(numbers: readonly TransactionNumber[]): Promise<void> {
    const { source, signal } = this.#init;
    while (!(await source.sees(numbers))) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, SEEN_INTERVAL_MS));
    }
  }

  /** Nothing waits: the end of the log as heard is applied, for want of anything before it. */
  async #rest(heard: Position): Promise<void> {
    if (heard <= this.#applied) return;
    this.#applied = heard;
    const due = Date.now() - this.#durableAt >= IDLE_CHECKPOINT_MS;
    if (!due && (this.#until === null || heard < this.#until)) return;
    await this.#init.destination.apply({ changes: [], commit: { position: heard, at: Date.now(), transactions: 0 } });
    this.#settle(heard);
  }

  /** Durable at the destination, so the source may be told; never the other way round. */
  #settle(position: Position): void {
    this.#applied = position;
    this.#durableAt = Date.now();
    this.#stream.acknowledge(position);
    this.#init.onDurable();
  }

  #worstLag(): number {
    return this.#waiting === null ? this.#lagMs : Math.max(this.#lagMs, Date.now() + this.#skew - this.#waiting);
  }

  async report(): Promise<void> {
    const now = await this.#init.source.now().catch(() => null);
    await this.#lookForPartitions().catch(() => {});
    if (now !== null && now.position > this.#end) this.#end = now.position;
    const changes = Object.fromEntries(this.#counts);
    const transactions = this.#transactions;
    const lagMs = this.#worstLag();
    this.#counts = new Map();
    this.#transactions = 0;
    this.#lagMs = 0;
    if (this.#applied > this.#end) this.#end = this.#applied;
    const sourcePosition = this.#end;
    const bytesBehind = distance(this.#applied, sourcePosition);
    this.#init.emit({
      kind: 'applied',
      at: Date.now(),
      position: this.#applied,
      sourcePosition,
      bytesBehind,
      lagMs,
      changes,
      transactions,
    });
  }

  async #lookForPartitions(): Promise<void> {
    const { source, plan, emit } = this.#init;
    if (Date.now() - this.#lookedAt < PARTITIONS_INTERVAL_MS || plan.tables.every(({ hasRows }) => hasRows)) return;
    this.#lookedAt = Date.now();
    for (const table of await source.newPartitions(plan.tables)) {
      if (this.#told.has(tableId(table))) continue;
      this.#told.add(tableId(table));
      emit(newPartition(table));
    }
  }

  #count(change: TableChange): void {
    const ids = change.kind === 'truncate' ? change.relations.map(({ id }) => id) : [change.relation.id];
    for (const id of ids) {
      const counts = this.#counts.get(id) ?? { inserts: 0, updates: 0, deletes: 0, truncates: 0 };
      const field = `${change.kind}s` as const;
      this.#counts.set(id, { ...counts, [field]: counts[field] + 1 });
    }
  }

  #warnMissed(id: TableId, count: number): void {
    this.#init.emit(rowsMissing(this.#tables.get(id)?.destination ?? { schema: '', name: id }, { id, count }));
  }
}
