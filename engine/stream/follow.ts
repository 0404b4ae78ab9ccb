import type { TablePlan } from '../plan/plan.ts';
import { type ChangeBatch, type ChangeEvent, distance, type Position, type TableChange, type TransactionNumber } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { ChangeStream, Source } from '../source/source.ts';
import { Batcher } from './batch.ts';
import { Commands, toCommands, touchedBy, wanting } from './commands.ts';
import { converge } from './converge.ts';
import { Figures } from './figures.ts';
import { filterChanges } from './filter.ts';
import type { FollowInit } from './follow-init.ts';
import { Publication } from './publication.ts';
import { ChangePacer } from './rate.ts';
import { Familiar, rowsMissing } from './strangers.ts';

/** How often an idle stream's position is made durable, so that the source may let go of its log. */
const IDLE_CHECKPOINT_MS = 10_000;
const REPORT_INTERVAL_MS = 1_000;
/** How often what was applied is made durable, so that the source may be told: a commit that waits for the disk takes longer than its rows. */
const FLUSH_INTERVAL_MS = 200;
const SEEN_INTERVAL_MS = 10;

/** Follows the source's log into the destination: read, batch, filter, apply with checkpoint, then acknowledge. */
export async function follow(init: FollowInit): Promise<void> {
  await using stream = await init.source.openStream(init.checkpoint);
  const follower = new Follower(init, stream, await init.source.now());
  const timer = setInterval(() => void follower.report(), REPORT_INTERVAL_MS);
  try {
    await follower.run();
  } finally {
    clearInterval(timer);
    init.onLimits(() => {});
    await follower.report();
  }
}

class Follower {
  readonly #init: FollowInit;
  readonly #stream: ChangeStream;
  readonly #tables: ReadonlyMap<TableId, TablePlan>;
  readonly #batcher: Batcher;
  readonly #familiar: Familiar;
  readonly #publication: Publication;
  readonly #commands: Commands;
  /** Those that converge. */
  readonly #unsettled: ReadonlyMap<TableId, TablePlan>;
  readonly #pacer: ChangePacer;
  readonly #figures = new Figures(Date.now());
  /** What the source's log held when the following began. */
  readonly #first: Position;
  #until: Position | null;
  /** The last batch was a part of a source transaction: the destination's own is open until the rest is written. */
  #open = false;
  /** Source's clock minus ours: lag is told by the source's clock alone. */
  readonly #skew: number;
  #end: Position;
  #applied: Position;
  #durableAt = Date.now();
  /** The last checkpoint, and whether it is on disk. */
  #committed: Position;
  #isDurable = true;
  /** The worst since the last report, and since when (source's clock) what is being applied now has been committed. */
  #lagMs = 0;
  #waiting: number | null = null;

  constructor(init: FollowInit, stream: ChangeStream, now: { readonly position: Position; readonly clock: number }) {
    this.#init = init;
    this.#stream = stream;
    const { source, columnType, emit, captured } = init;
    this.#commands = new Commands(init);
    this.#publication = new Publication({ source, emit, captured });
    this.#tables = this.#commands.tables;
    this.#batcher = new Batcher(this.#commands.loaded);
    const passedOver = new Set(init.plan.skippedTables);
    this.#familiar = new Familiar(this.#tables, { typesOf: (relation) => source.typesOf(relation), columnType, passedOver, tell: emit });
    this.#skew = now.clock - Date.now();
    this.#end = now.position;
    this.#first = now.position;
    this.#pacer = new ChangePacer(init.limits);
    init.onLimits((limits) => this.#pacer.set(limits));
    this.#applied = init.checkpoint ?? now.position;
    this.#committed = this.#applied;
    this.#until = init.until;
    this.#unsettled = new Map([...this.#tables].filter(([id]) => init.converging.has(id)));
  }

  async run(): Promise<void> {
    const { signal } = this.#init;
    while (!signal.aborted && (this.#open || this.#until === null || this.#applied < this.#until)) {
      await this.#publication.check(this.#followed, this.#applied);
      const events = await this.#next();
      // Told now: while a batch is applied more of the log is heard whose changes still wait unread.
      const heard = this.#stream.heard();
      for (const section of toCommands(events)) {
        await this.#familiar.check(section);
        for (const part of this.#pacer.cut(section)) {
          for (const batch of this.#batcher.push(part)) await this.#apply(batch);
        }
      }
      if (this.#batcher.idle) await this.#rest(heard);
    }
    if (!this.#open) await this.#flush();
  }

  /** What has come; while nothing does, what was applied is made durable. */
  async #next(): Promise<readonly ChangeEvent[]> {
    const { signal } = this.#init;
    const coming = this.#stream.next(signal).catch((error: unknown) => {
      if (signal.aborted) return [];
      throw error;
    });
    if (this.#isDurable || this.#open) return coming;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), FLUSH_INTERVAL_MS);
    });
    const events = await Promise.race([coming, late]);
    clearTimeout(timer);
    if (events !== null) return events;
    await this.#flush();
    return coming;
  }

  /** Tables that the log is to tell of; those that wait for their rows need not be published yet. */
  get #followed(): readonly TablePlan[] {
    return [...this.#tables.values()].filter(({ id, hasRows }) => hasRows && this.#commands.loaded.has(id));
  }

  async #apply(batch: ChangeBatch): Promise<void> {
    this.#waiting = batch.commit?.at ?? null;
    if (batch.ddl !== undefined) return this.#carry(batch.ddl);
    const filtered = await filterChanges(this.#init.source, this.#tables, batch.changes);
    if (this.#unsettled.size === 0) await this.#write(filtered, batch.commit);
    else await this.#converge(filtered, batch);
    this.#open = batch.commit === null;
    if (batch.commit === null) return;
    this.#lagMs = this.#worstLag();
    this.#waiting = null;
    await this.#settle(batch.commit.position);
  }

  async #carry(ddl: NonNullable<ChangeBatch['ddl']>): Promise<void> {
    const carriage = await this.#commands.run(ddl);
    if (carriage === null) return;
    this.#open = true;
    this.#figures.ran(touchedBy(carriage));
    // Whose rows are to be copied is for the caller, once this transaction is durable.
    if (wanting(carriage).length > 0) this.#until ??= this.#applied;
  }

  async #write(changes: readonly TableChange[], commit: ChangeBatch['commit']): Promise<void> {
    const { destination, converging, signal } = this.#init;
    let left = changes.length;
    for await (const part of this.#pacer.pass(changes, signal)) {
      left -= part.length;
      const end = left === 0 ? commit : null;
      const result = await destination.apply({ changes: part, commit: end, ...(converging.size === 0 ? {} : { converging }) });
      for (const [id, count] of result.missed) if (!converging.has(id)) this.#warnMissed(id, count);
      this.#figures.wrote(part, result, end);
    }
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
    // All there was when this attempt began is applied: what ended the one before is over.
    if (heard <= this.#applied) return this.#applied >= this.#first ? this.#init.onDurable() : undefined;
    this.#applied = heard;
    const due = Date.now() - this.#durableAt >= IDLE_CHECKPOINT_MS;
    if (!due && (this.#until === null || heard < this.#until)) return;
    await this.#init.destination.apply({ changes: [], commit: { position: heard, at: Date.now(), transactions: 0 } });
    await this.#settle(heard);
    await this.#flush();
  }

  async #settle(position: Position): Promise<void> {
    this.#applied = position;
    this.#committed = position;
    this.#isDurable = false;
    if (Date.now() - this.#durableAt >= FLUSH_INTERVAL_MS) await this.#flush();
  }

  /** Durable at the destination, so the source may be told; never the other way round. */
  async #flush(): Promise<void> {
    if (this.#isDurable) return;
    const position = this.#committed;
    await this.#init.destination.flush();
    this.#isDurable = true;
    this.#durableAt = Date.now();
    this.#stream.acknowledge(position);
    this.#init.onDurable();
  }

  #worstLag(): number {
    return this.#waiting === null ? this.#lagMs : Math.max(this.#lagMs, Date.now() + this.#skew - this.#waiting);
  }

  async report(): Promise<void> {
    const now = await this.#init.source.now().catch(() => null);
    await this.#publication.lookForPartitions([...this.#tables.values()]).catch(() => {});
    if (now !== null && now.position > this.#end) this.#end = now.position;
    const lagMs = this.#worstLag();
    this.#lagMs = 0;
    if (this.#applied > this.#end) this.#end = this.#applied;
    const sourcePosition = this.#end;
    const bytesBehind = distance(this.#applied, sourcePosition);
    const at = Date.now();
    const [{ throttled }, { waiting }] = [this.#pacer, this.#commands];
    const work = this.#figures.take(at);
    this.#init.emit({ kind: 'applied', at, position: this.#applied, sourcePosition, bytesBehind, lagMs, throttled, waiting, ...work });
  }

  #warnMissed(id: TableId, count: number): void {
    this.#init.emit(rowsMissing(this.#tables.get(id)?.destination ?? { schema: '', name: id }, { id, count }));
  }
}
