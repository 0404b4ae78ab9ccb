import type { TablePlan } from '../plan/plan.ts';
import { type ChangeBatch, type ChangeEvent, distance, type Position, type TableChange } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { ChangeStream } from '../source/source.ts';
import { isTextNeeded } from '../source/text-needed.ts';
import { AnswerTimes, noted } from './answers.ts';
import { Batcher } from './batch.ts';
import { Commands, touchedBy, wanting } from './commands.ts';
import { converge } from './converge.ts';
import { Durable } from './durable.ts';
import { End } from './end.ts';
import { Figures } from './figures.ts';
import type { FollowInit } from './follow-init.ts';
import { Lag } from './lag.ts';
import { Passing } from './passing.ts';
import { Publication } from './publication.ts';
import { ChangePacer } from './rate.ts';
import { Reader } from './reader.ts';
import { Relations } from './relations.ts';
import { rowsSeen } from './seen.ts';
import { PassedOver } from './stopped.ts';
import { Familiar } from './strangers.ts';
import { Writer } from './writer.ts';

/** How often an idle stream's position is made durable, so that the source may let go of its log. */
const IDLE_CHECKPOINT_MS = 10_000;
const REPORT_INTERVAL_MS = 1_000;

/** Read, batch, filter, apply with checkpoint, then acknowledge. False: it ended early, for the log is to be read in another form. */
export async function follow(init: FollowInit): Promise<boolean> {
  await using stream = await init.source.openStream(init.checkpoint, init.plan.tables);
  const follower = new Follower(init, stream, await init.source.now());
  const timer = setInterval(() => void follower.report(), REPORT_INTERVAL_MS);
  try {
    return await follower.run();
  } finally {
    clearInterval(timer);
    init.onLimits(() => {});
    await follower.report(true);
  }
}

class Follower {
  readonly #init: FollowInit;
  readonly #reader: Reader;
  readonly #tables: ReadonlyMap<TableId, TablePlan>;
  readonly #batcher: Batcher;
  readonly #familiar: Familiar;
  readonly #relations: Relations;
  readonly #publication: Publication;
  readonly #commands: Commands;
  readonly #passing: Passing;
  readonly #stopped = new PassedOver(() => this.#commands);
  readonly #end: End;
  /** Those that converge. */
  readonly #unsettled: ReadonlyMap<TableId, TablePlan>;
  readonly #pacer: ChangePacer;
  readonly #figures = new Figures(Date.now());
  readonly #answers = new AnswerTimes();
  /** What the source's log held when the following began. */
  readonly #first: Position;
  /** The last batch was a part of a source transaction: the destination's own is open until the rest is written. */
  #open = false;
  readonly #lag: Lag;
  #sourceEnd: Position;
  #applied: Position;
  /** The checkpoint: where nothing was committed since, the log is applied further. */
  #committed: Position;
  readonly #durable: Durable;
  readonly #writer: Writer;

  constructor(init: FollowInit, stream: ChangeStream, now: { readonly position: Position; readonly clock: number }) {
    this.#init = init;
    const { source, columnType, emit, captured } = init;
    this.#commands = new Commands(init);
    const { tables, loaded } = this.#commands;
    this.#relations = new Relations({ tables, loaded, source, checkpoint: init.checkpoint, captured });
    this.#publication = new Publication({ source, emit, captured });
    this.#tables = tables;
    this.#passing = new Passing({ tables, converging: init.converging, emit });
    this.#batcher = new Batcher(loaded);
    const passedOver = init.passedOver ?? new Set(init.plan.skippedTables);
    this.#familiar = new Familiar(tables, { ...source, columnType, captured, passedOver, tell: emit });
    this.#lag = new Lag(now.clock);
    this.#sourceEnd = now.position;
    this.#first = now.position;
    this.#pacer = new ChangePacer(init.limits);
    this.#applied = init.checkpoint ?? now.position;
    this.#committed = this.#applied;
    this.#reader = new Reader(stream, this.#applied, (at) => this.#lag.age(at));
    const destination = noted(init.destination, this.#answers);
    this.#durable = new Durable({ ...init, destination, stream, lag: this.#lag, position: this.#applied });
    init.onLimits((limits) => {
      for (const each of [this.#pacer, this.#durable]) each.set(limits);
    });
    this.#writer = new Writer({
      ...init,
      destination,
      passing: this.#passing,
      pacer: this.#pacer,
      figures: this.#figures,
      onApplied: ({ position }, since) => this.#settle(position, since),
    });
    this.#end = new End(init, () => ({ applied: this.#applied, committed: this.#committed }));
    this.#unsettled = new Map([...tables].filter(([id]) => init.converging.has(id)));
  }

  async run(): Promise<boolean> {
    const { checkpoint } = this.#init;
    // At once: where nothing comes from the source nothing else would commit it.
    if ((await this.#commands.settleTypes()) && checkpoint !== null) await this.#checkpoint(checkpoint);
    this.#passing.know();
    const isOver = await this.#readOn().catch((error: unknown) => {
      // What was held of a transaction is read again; what was written of one would have to be undone.
      if (this.#open || !isTextNeeded(error)) throw error;
      return false;
    });
    await this.#writer.done();
    if (this.#open) return isOver;
    // Also where it only stops: the source would tell anew of what came before, 2,000,000 rows in 3 s, to whoever goes on.
    const end = this.#end.rest(this.#applied);
    if (end > this.#committed) await this.#checkpoint(end);
    await this.#durable.flush();
    return isOver;
  }

  async #readOn(): Promise<true> {
    const { signal } = this.#init;
    while (!signal.aborted && (this.#open || (!this.#end.signal.aborted && !this.#end.isAt(this.#applied)))) {
      await this.#publication.check(() => this.#followed(), this.#applied);
      const { events, over } = this.#end.cut(await this.#next());
      for await (const section of this.#relations.sections(events)) {
        await this.#familiar.check(this.#stopped.rest(section));
        for (const part of this.#pacer.cut(section)) {
          for (const batch of this.#batcher.push(part)) await this.#apply(batch);
        }
      }
      if (over !== null) {
        await this.#writer.done();
        if (over > this.#applied) await this.#checkpoint(over);
      } else if (this.#batcher.idle && this.#writer.atWork === null) await this.#rest();
    }
    return true;
  }

  /** What has come; none once the destination is done with what it was at. While nothing comes, what was applied is made durable. */
  async #next(): Promise<readonly ChangeEvent[]> {
    const signal = this.#open ? this.#init.signal : this.#end.signal;
    if (this.#writer.atWork !== null) {
      const events = await this.#reader.next(signal, this.#writer.atWork);
      if (events.length === 0) await this.#writer.done();
      return events;
    }
    if (!this.#durable.is && !this.#open) {
      const events = await this.#reader.within(this.#durable.everyMs, signal);
      if (events !== null) return events;
      await this.#durable.flush();
    }
    return this.#reader.next(signal);
  }

  /** Tables that the log is to tell of; those that wait for their rows need not be published yet. */
  #followed(): readonly TablePlan[] {
    return [...this.#tables.values()].filter(({ id, hasRows }) => hasRows && this.#commands.loaded.has(id));
  }

  async #apply(batch: ChangeBatch): Promise<void> {
    this.#durable.begin(batch.since ?? null, this.#writer.atWork !== null);
    if (batch.ddl !== undefined) return this.#carry(batch.ddl);
    const { rest, kept } = await this.#commands.aside.take(batch, this.#committed, () => this.#writer.done());
    this.#open ||= kept;
    const filtered = await this.#passing.take(this.#init.source, rest);
    if (this.#unsettled.size === 0) await this.#writer.write(filtered, batch);
    else await this.#converge(filtered, batch);
    this.#open = batch.commit === null;
    if (this.#open || !this.#durable.isDue(this.#writer.atWork !== null)) return;
    await this.#writer.done();
    await this.#durable.flush();
  }

  async #carry(ddl: NonNullable<ChangeBatch['ddl']>): Promise<void> {
    await this.#writer.done();
    const { carriage, opened } = await this.#commands.run(ddl);
    this.#open ||= opened;
    this.#passing.know();
    if (carriage === null) return;
    this.#figures.ran(touchedBy(carriage));
    // Whose rows are to be copied is for the caller, once this transaction is durable.
    if (wanting(carriage).length > 0) this.#end.here(this.#applied);
  }

  /** What is ahead of the log must be durable as such before its rows are: else a crash would have them for what the log says. */
  async #converge(filtered: readonly TableChange[], batch: ChangeBatch): Promise<void> {
    const { destination, read } = this.#init;
    const source = rowsSeen(this.#init, batch.numbers ?? []);
    const settled = read === null || this.#applied >= read;
    let held: readonly TableChange[] = [];
    for await (const { changes, ahead } of converge({ source, tables: this.#unsettled, settled }, filtered)) {
      if (held.length > 0) await this.#writer.write(held, batch, null);
      if (ahead !== null) await destination.meetAt(ahead.tables, ahead.position);
      if (ahead !== null) this.#end.notBefore(ahead.position);
      held = changes;
    }
    await this.#writer.write(held, batch);
  }

  /** Nothing waits: the end of the log as heard is applied, for want of anything before it. */
  async #rest(): Promise<void> {
    const { heard } = this.#reader;
    // All there was when this attempt began is applied: what ended the one before is over. What is only gathered may end this one too.
    if (heard <= this.#applied) return this.#durable.seen(this.#applied) >= this.#first ? this.#init.onDurable() : undefined;
    this.#applied = this.#end.rest(heard);
    const due = this.#durable.age >= IDLE_CHECKPOINT_MS;
    if (due || this.#end.isAt(this.#applied)) await this.#checkpoint(this.#applied);
  }

  /** What is open is committed with it. */
  async #checkpoint(position: Position): Promise<void> {
    await this.#init.destination.apply({ changes: [], commit: { position, at: Date.now(), transactions: 0 } });
    this.#settle(position, null);
    await this.#durable.flush();
  }

  #settle(position: Position, since: number | null): void {
    this.#applied = position;
    this.#committed = position;
    this.#durable.settle(position, since);
  }

  async report(end = false): Promise<void> {
    this.#passing.tell(end);
    const asked = performance.now();
    const now = await this.#answers.of('source', this.#init.source.now()).catch(() => null);
    if (now !== null) this.#lag.heard(now.clock, asked);
    await this.#publication.lookForPartitions([...this.#tables.values()]).catch(() => {});
    if (now !== null && now.position > this.#sourceEnd) this.#sourceEnd = now.position;
    const position = this.#durable.seen(this.#applied);
    this.#lag.waits(this.#durable.waiting ?? this.#batcher.since);
    this.#lag.reached(position, now);
    const lagMs = this.#lag.take();
    if (position > this.#sourceEnd) this.#sourceEnd = position;
    const sourcePosition = this.#sourceEnd;
    const bytesBehind = distance(position, sourcePosition);
    const at = Date.now();
    const [{ throttled }, { waiting }] = [this.#pacer, this.#commands];
    const work = { ...this.#figures.take(at), ...this.#stopped.take(), answers: this.#answers.take() };
    this.#init.emit({ kind: 'applied', at, position, sourcePosition, bytesBehind, lagMs, throttled, waiting, ...work });
  }
}
