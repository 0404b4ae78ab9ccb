import type { TablePlan } from '../../../plan/plan.ts';
import type { ChangeBatch, Position } from '../../../schema/row.ts';
import { displayName, type TableId } from '../../../schema/table.ts';
import type { ApplyResult } from '../../destination.ts';
import { truncateTable } from '../ddl.ts';
import type { Loads } from '../loads.ts';
import type { Marks } from '../marks.ts';
import { type Sequences, sequenceOf } from '../sequence.ts';
import type { SelectDbSession } from '../session.ts';
import {
  anew,
  further,
  isBefore,
  isPast,
  type KeptOverlay,
  leftAside,
  mergedOverlay,
  type Names,
  NO_STREAM,
  overlayMarks,
  type Reach,
  type Sent,
  type StreamState,
  streamMark,
  together,
  type Undo,
} from '../state.ts';
import type { StreamLoads } from '../stream-load/client.ts';
import type { Labels } from '../stream-load/label.ts';
import type { Gathered, LoadBody } from './body.ts';
import { dropAll, emptyAll } from './drop.ts';
import { DuplicateChanges } from './duplicate.ts';
import { Gatherings } from './gatherings.ts';
import { Numbers } from './numbers.ts';
import { sideBySide } from './side-by-side.ts';
import { takeBack } from './undo.ts';

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
  readonly left: Pick<Loads, 'lost' | 'forgetLeft' | 'positions'>;
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
  readonly #gatherings: Gatherings;
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
  #isPartWritten = false;

  constructor(init: ApplierInit) {
    this.#init = init;
    this.#stream = init.stream;
    this.#end = init.stream.checkpoint;
    this.#sequence = sequenceOf(init.stream.checkpoint);
    this.#numbers = new Numbers(init, init.stream);
    this.#repeats = new Set(init.stream.ahead);
    this.#gatherings = new Gatherings(init);
  }

  /** What was sent before the last checkpoint but one is either there or never will be, once this resolves. */
  async fence(): Promise<void> {
    for (const { label, table } of this.#stream.sent) await this.#init.loads.becomes(label, table);
  }

  async begin(position: Position): Promise<void> {
    if (this.#stream.checkpoint === null) await this.#move({ ...anew(this.#stream), checkpoint: position });
  }

  /** All is loaded from the start. */
  restart(): Promise<void> {
    return this.#move(anew(this.#stream));
  }

  async #move(stream: StreamState): Promise<void> {
    await this.#init.marks.write([streamMark(stream)]);
    this.#stream = stream;
    this.#end = stream.checkpoint;
    this.#sequence = sequenceOf(stream.checkpoint);
    this.#numbers = new Numbers(this.#init, stream);
  }

  async apply(batch: ChangeBatch): Promise<ApplyResult> {
    const { commit, open } = batch;
    // What is gathered and not written yet has been applied too. Of a transaction that is not over here, where its commit begins is known;
    // one that ends at the checkpoint begins before it.
    const isPassed = commit !== null ? this.#end !== null && commit.position <= this.#end : isBefore(open?.commit, this.#end);
    // What was carried between two transactions is kept with the checkpoint where it is.
    if (isPassed && this.#overlay === null) return NOTHING;
    const position = commit?.position ?? open?.commit ?? null;
    if (position !== null) {
      this.#sequence = sequenceOf(position);
      this.#reach = { position, open: commit === null };
    }
    const at = commit?.at ?? open?.at ?? Date.now();
    const checkpoint = sequenceOf(this.#stream.checkpoint);
    const written = (id: TableId) => ({ checkpoint, loaded: this.#init.left.positions(id), isPart: this.#isPartWritten });
    const adding = { at, numbers: this.#numbers, sequence: this.#sequence, repeats: this.#repeats, written };
    for (const change of batch.changes) await this.#gatherings.add(change, adding);
    this.#isBetween = commit !== null;
    if (commit !== null) this.#end = commit.position;
    if (this.#gatherings.held > MOST_HELD) await this.#write();
    return NOTHING;
  }

  /** Everything applied is written, and the checkpoint with it. */
  async flush(): Promise<void> {
    if (!this.#gatherings.isEmpty || this.#end !== this.#stream.checkpoint || this.#overlay !== null) await this.#write();
  }

  /** Does something to tables that none of the changes before may come after. As few of them as can be come again after a kill. */
  async within(work: () => Promise<void>): Promise<void> {
    if (this.#isBetween) await this.flush();
    this.#isBetween = false;
    await this.#write();
    await work();
  }

  /** To the names that the checkpoint knows, or to those of after the first `keep` steps. */
  async goBack(signal: AbortSignal, keep = 0): Promise<void> {
    await takeBack(this.#stream, { session: this.#init.session, signal, note: (names) => this.#name(names), keep });
  }

  /** Notes that something is about to be done to a name. */
  note(step: Undo): Promise<void> {
    return this.#name({ undo: [...this.undo, step], asides: this.#stream.asides });
  }

  async #name(names: Names): Promise<void> {
    this.#stream = { ...this.#stream, ...names };
    await this.#init.marks.write([streamMark(this.#stream)]);
  }

  /** What commands since the checkpoint did to names, in their order. */
  get undo(): readonly Undo[] {
    return this.#stream.undo;
  }

  get numbers(): Pick<Numbers, 'rename' | 'forget' | 'emptied'> {
    return this.#numbers;
  }

  /** The tables as a command left them; kept with the next checkpoint. */
  know(tables: readonly TablePlan[], overlay: KeptOverlay): void {
    this.#gatherings.know(tables);
    this.#overlay = this.#overlay === null ? overlay : mergedOverlay(this.#overlay, overlay);
  }

  async #write(): Promise<void> {
    const gathered = this.#gatherings.all;
    const bodies = gathered.flatMap((each) => each.bodies());
    const from = this.#stream.checkpoint;
    const range = { from, to: this.#isBetween ? this.#end : null };
    const sent = bodies.map((load) => ({ load, label: this.#init.labels.changes(load.table.id, range) }));
    if (sent.length > 0) await this.#note(sent, gathered);
    for (const { table, isEmptied } of gathered)
      if (isEmptied) await this.#init.session.query(truncateTable(table.destination), [], displayName(table.destination));
    await sideBySide(sent, ({ load, label }) => this.#send(load, label));
    for (const each of gathered) if (each instanceof DuplicateChanges) this.#numbers.written(each.table.id, each);
    this.#gatherings.clear();
    this.#isPartWritten = !this.#isBetween && (this.#isPartWritten || sent.length > 0);
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
    const { ahead, reach, asides } = this.#stream;
    const past = isPast(this.#end, reach);
    const after = together(together(this.#stream.after, this.#overlay?.after), past ? leftAside(asides) : undefined);
    const state: StreamState = {
      ...NO_STREAM,
      checkpoint: this.#end,
      numbered: this.#numbers.now,
      ...(after === undefined ? {} : { after: { ...after, ...this.#init.left.lost(after) } }),
    };
    const stream = past ? state : { ...state, ahead, reach, asides };
    const overlay = this.#overlay;
    // Those of slices first: there may be more than one statement takes, and plans must not be there without the checkpoint.
    await this.#init.marks.write([...(overlay === null ? [] : [...(overlay.marks ?? []), ...overlayMarks(overlay)]), streamMark(stream)]);
    this.#numbers.checkpoint();
    this.#stream = stream;
    this.#overlay = null;
    if (past) this.#repeats = new Set();
    await this.finish();
  }

  /** What waited for the checkpoint to be past the commands that asked for it. What cannot be done yet waits for the next one. Marks go with it. */
  async finish(): Promise<void> {
    const { after, ...rest } = this.#stream;
    if (after === undefined) return;
    await this.#init.left.forgetLeft(after);
    await emptyAll(this.#init.session, after);
    const left = await dropAll(this.#init.session, after);
    this.#stream = left === null ? rest : { ...rest, after: left };
    await this.#init.marks.write([streamMark(this.#stream)]);
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
