import type { TablePlan } from '../../../plan/plan.ts';
import type { ChangeBatch, Position, TableChange } from '../../../schema/row.ts';
import { displayName, type TableId } from '../../../schema/table.ts';
import type { ApplyResult } from '../../destination.ts';
import type { Marks } from '../marks.ts';
import { qualified } from '../quote.ts';
import { type Sequences, sequenceOf } from '../sequence.ts';
import type { SelectDbSession } from '../session.ts';
import {
  further,
  isPast,
  type KeptOverlay,
  NO_STREAM,
  overlayMarks,
  type Reach,
  type Sent,
  type StreamState,
  streamMark,
} from '../state.ts';
import type { StreamLoads } from '../stream-load/client.ts';
import type { Labels } from '../stream-load/label.ts';
import type { Gathered, LoadBody } from './body.ts';
import { DuplicateChanges } from './duplicate.ts';
import { lookUp } from './lookup.ts';
import { Numbers } from './numbers.ts';
import { sideBySide } from './side-by-side.ts';
import { UniqueChanges } from './unique.ts';

/** Characters of values held at most: what is more is written before its time, whatever the interval. */
const MOST_HELD = 64 << 20;

export interface ApplierInit {
  readonly session: SelectDbSession;
  readonly loads: StreamLoads;
  readonly marks: Marks;
  readonly labels: Labels;
  readonly sequences: Sequences;
  readonly tables: readonly TablePlan[];
  readonly stream: StreamState;
}

const NOTHING: ApplyResult = { missed: new Map() };

/**
 * Gathers changes and writes them table by table when it is told to. SelectDB commits each load by itself, so there is no moment at which
 * several tables and the checkpoint move together; exactly once comes from this:
 *
 * 1. Before anything is sent, the labels and the tables it goes to are noted (`StreamState`), durably.
 * 2. The checkpoint moves when all of them have arrived.
 * 3. An engine that was killed in between reads the log from the checkpoint again. It first waits until what was noted is either committed
 *    or given up (`fence`), so that nothing old comes after what is new. Of tables with a key, rows bring the position of their change as
 *    sequence: what is there already, or is newer there, stays. Of tables that keep every change, changes are numbered in the order of the
 *    log from the checkpoint's number on, and those up to the last number that is there are left out.
 *
 * So it matters not whether the same changes are cut into the same loads again, nor how long the server remembers labels.
 */
export class Applier {
  readonly #init: ApplierInit;
  #numbers: Numbers;
  #tables: ReadonlyMap<TableId, TablePlan>;
  #gathered = new Map<TableId, Gathered>();
  #stream: StreamState;
  /** Where the applied changes end, when that is the end of a transaction; the checkpoint comes here. */
  #end: Position | null;
  #isBetween = true;
  /** For changes of a transaction whose end is still to come. */
  #sequence: string;
  #overlay: KeptOverlay | null = null;
  /** Tables in which an engine that was killed may have written changes that come again now. */
  #repeats: ReadonlySet<TableId>;
  #reach: Reach | null = null;

  constructor(init: ApplierInit) {
    this.#init = init;
    this.#tables = new Map(init.tables.map((table) => [table.id, table]));
    this.#stream = init.stream;
    this.#end = init.stream.checkpoint;
    this.#sequence = sequenceOf(init.stream.checkpoint);
    this.#numbers = new Numbers(init.session, init.stream);
    this.#repeats = new Set(init.stream.ahead);
  }

  /** What was sent before the last checkpoint but one is either there or never will be, once this resolves. */
  async fence(): Promise<void> {
    for (const { label, table } of this.#stream.sent) await this.#init.loads.becomes(label, table);
  }

  async begin(position: Position): Promise<void> {
    if (this.#stream.checkpoint === null) await this.#move({ ...NO_STREAM, checkpoint: position });
  }

  /** All is loaded from the start. */
  restart(): Promise<void> {
    return this.#move(NO_STREAM);
  }

  async #move(stream: StreamState): Promise<void> {
    await this.#init.marks.write([streamMark(stream)]);
    this.#stream = stream;
    this.#end = stream.checkpoint;
    this.#sequence = sequenceOf(stream.checkpoint);
    this.#numbers = new Numbers(this.#init.session, stream);
  }

  async apply(batch: ChangeBatch): Promise<ApplyResult> {
    const { checkpoint } = this.#stream;
    const { commit, open } = batch;
    // Of a transaction that is not over here, where its commit begins is known; one that ends at the checkpoint begins before it.
    const isPassed = commit !== null ? checkpoint !== null && commit.position <= checkpoint : isBefore(open?.commit, checkpoint);
    if (isPassed) return NOTHING;
    const position = commit?.position ?? open?.commit ?? null;
    if (position !== null) {
      this.#sequence = sequenceOf(position);
      this.#reach = { position, open: commit === null };
    }
    const at = commit?.at ?? open?.at ?? Date.now();
    for (const change of batch.changes) await this.#add(change, at);
    this.#isBetween = commit !== null;
    if (commit !== null) this.#end = commit.position;
    if (this.#held > MOST_HELD) await this.#write();
    return NOTHING;
  }

  /** Everything applied is written, and the checkpoint with it. */
  async flush(): Promise<void> {
    if (this.#gathered.size > 0 || this.#end !== this.#stream.checkpoint || this.#overlay !== null) await this.#write();
  }

  /** Does something to tables that none of the changes before may come after. */
  async within(work: () => Promise<void>): Promise<void> {
    this.#isBetween = false;
    await this.#write();
    await work();
  }

  /** The tables as a command left them; kept with the next checkpoint. */
  know(tables: readonly TablePlan[], overlay: KeptOverlay): void {
    this.#tables = new Map(tables.map((table) => [table.id, table]));
    const before = this.#overlay;
    this.#overlay = {
      tables: new Map([...(before?.tables ?? []), ...overlay.tables]),
      sequences: overlay.sequences ?? before?.sequences ?? null,
      refused: new Map([...(before?.refused ?? []), ...(overlay.refused ?? [])]),
    };
  }

  get #held(): number {
    let size = 0;
    for (const each of this.#gathered.values()) size += each.size;
    return size;
  }

  async #add(change: TableChange, at: number): Promise<void> {
    if (change.kind === 'truncate') {
      for (const { id } of change.relations) (await this.#gatheredOf(id))?.empty();
      return;
    }
    const gathered = await this.#gatheredOf(change.relation.id);
    if (gathered instanceof UniqueChanges) {
      const lacking = gathered.lacks(change);
      const found = lacking === null ? null : await lookUp(this.#init.session, gathered.table, lacking);
      const isRepeat = this.#repeats.has(gathered.table.id);
      gathered.add(change, { sequence: this.#sequence, found, isRepeat });
    }
    if (gathered instanceof DuplicateChanges) gathered.add(change, at);
  }

  async #gatheredOf(id: TableId): Promise<Gathered | null> {
    const known = this.#gathered.get(id);
    if (known !== undefined) return known;
    const table = this.#tables.get(id);
    if (table === undefined) return null;
    const made =
      table.model?.engine === 'duplicate'
        ? new DuplicateChanges(table, await this.#numbers.of(table))
        : new UniqueChanges(table, await this.#init.sequences.has(table));
    this.#gathered.set(id, made);
    return made;
  }

  async #write(): Promise<void> {
    const gathered = [...this.#gathered.values()];
    const bodies = gathered.flatMap((each) => each.bodies());
    const from = this.#stream.checkpoint;
    const range = { from, to: this.#isBetween ? this.#end : null };
    const sent = bodies.map((load) => ({ load, label: this.#init.labels.changes(load.table.id, range) }));
    if (sent.length > 0) await this.#note(sent, gathered);
    for (const { table, isEmptied } of gathered) if (isEmptied) await this.#truncate(table);
    await sideBySide(sent, ({ load, label }) => this.#send(load, label));
    for (const each of gathered) if (each instanceof DuplicateChanges) this.#numbers.written(each.table.id, each);
    this.#gathered = new Map();
    if (this.#isBetween) await this.#checkpoint();
  }

  /** Labels of writes since the checkpoint are not needed any more once the next write begins: what they name has arrived. */
  async #note(sent: readonly { readonly load: LoadBody; readonly label: string }[], gathered: readonly Gathered[]): Promise<void> {
    const labels: readonly Sent[] = sent.map(({ load, label }) => ({ label, table: load.table.destination }));
    const ahead = new Set([...this.#stream.ahead, ...gathered.map(({ table }) => table.id)]);
    const reach = further(this.#stream.reach, this.#reach);
    this.#stream = { ...this.#stream, sent: labels, ahead: [...ahead], reach, numbered: this.#numbers.atCheckpoint };
    await this.#init.marks.write([streamMark(this.#stream)]);
  }

  async #checkpoint(): Promise<void> {
    const state: StreamState = { ...NO_STREAM, checkpoint: this.#end, numbered: this.#numbers.now };
    const { ahead, reach } = this.#stream;
    const past = isPast(this.#end, reach);
    const stream = past ? state : { ...state, ahead, reach };
    await this.#init.marks.write([...(this.#overlay === null ? [] : overlayMarks(this.#overlay)), streamMark(stream)]);
    this.#numbers.checkpoint();
    this.#stream = stream;
    this.#overlay = null;
    if (past) this.#repeats = new Set();
  }

  async #truncate(table: TablePlan): Promise<void> {
    await this.#init.session.query(`TRUNCATE TABLE ${qualified(table.destination)}`, [], displayName(table.destination));
  }

  async #send({ table, headers, body, rows }: LoadBody, label: string): Promise<void> {
    await this.#init.loads.load({
      table: table.destination,
      label,
      headers,
      body,
      rows: () => rows,
      key: table.model?.keys ?? [],
      appends: table.model?.engine === 'duplicate',
    });
  }
}

function isBefore(position: Position | undefined, checkpoint: Position | null): boolean {
  return position !== undefined && checkpoint !== null && position < checkpoint;
}
