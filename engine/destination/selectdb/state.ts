import { NO_OVERLAY, type PlanOverlay } from '../../plan/overlay.ts';
import type { SequencePlan, TablePlan } from '../../plan/plan.ts';
import type { RefusedDdl } from '../../plan/refused-ddl.ts';
import type { Position, RowStream } from '../../schema/row.ts';
import type { SliceMark, TableLoad } from '../../schema/slice.ts';
import type { TableId, TableName } from '../../schema/table.ts';
import type { DestinationState } from '../destination.ts';
import type { Mark } from './marks.ts';

/** A load that was sent, or was about to be. */
export interface Sent {
  readonly label: string;
  readonly table: TableName;
}

/** One mark, so that all of it moves at once. */
export interface StreamState {
  readonly checkpoint: Position | null;
  /** How many changes of a table that keeps them all were numbered up to the checkpoint. */
  readonly numbered: Readonly<Record<TableId, number>>;
  /** What may be under way, or has arrived, of changes after the checkpoint. */
  readonly sent: readonly Sent[];
  /** Tables that may hold changes after the checkpoint, and up to where. */
  readonly ahead: readonly TableId[];
  readonly reach: Reach | null;
  /** What commands after the checkpoint did to names: taken back when the task is opened before it moved, for they come again. */
  readonly undo: readonly Undo[];
  /** Columns that were put out of the way by that: commands that come again take them back, and what nobody took goes when all have come. */
  readonly asides: readonly Aside[];
  /** Still to be done now that the checkpoint is past the commands that asked for it. */
  readonly after?: After;
}

/** A column of whichever table of the database has it: tables change their names. */
export interface Aside {
  readonly schema: string;
  readonly column: string;
}

/** Noted before it is done, so whether it was is asked of the server. */
export type Undo =
  | { readonly kind: 'table'; readonly from: TableName; readonly to: TableName }
  | { readonly kind: 'column'; readonly table: TableName; readonly from: string; readonly to: string }
  /** Put out of the way under the name `aside`, with the values that were loaded into it. */
  | { readonly kind: 'added'; readonly table: TableName; readonly column: string; readonly aside: string }
  /** Nothing brings it back; changes of before are written without it. */
  | { readonly kind: 'dropped'; readonly table: TableName; readonly column: string }
  | { readonly kind: 'made'; readonly table: TableName };

/** What is noted of names. */
export type Names = Pick<StreamState, 'undo' | 'asides'>;

export interface After {
  /** Tables whose rows a person wanted copied again, still with the rows of before. */
  readonly empties: readonly TableName[];
  /** Tables that were dropped at the source, out of the way under other names. */
  readonly drops: readonly TableName[];
  readonly columns: readonly Aside[];
  /** Marks under ids that tables had. */
  readonly tables: readonly TableId[];
  readonly slices: readonly string[];
}

export const NOTHING_AFTER: After = { empties: [], drops: [], columns: [], tables: [], slices: [] };

/** `open`: into the transaction that is committed there, not to its end. */
export interface Reach {
  readonly position: Position;
  readonly open: boolean;
}

export const NO_STREAM: StreamState = { checkpoint: null, numbered: {}, sent: [], ahead: [], reach: null, undo: [], asides: [] };

/** All is loaded from the start: no command comes again, and what was left to be done is still to be done. */
export function anew({ after, asides }: StreamState): StreamState {
  const left = together(after, leftAside(asides));
  return left === undefined ? NO_STREAM : { ...NO_STREAM, after: { ...left, empties: [] } };
}

/** Columns that no command took back go when all have come again. */
export function leftAside(asides: readonly Aside[]): After | undefined {
  return asides.length === 0 ? undefined : { ...NOTHING_AFTER, columns: asides };
}

export function together(one: After | undefined, other: After | undefined): After | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    empties: [...one.empties, ...other.empties],
    drops: [...one.drops, ...other.drops],
    columns: [...one.columns, ...other.columns],
    tables: [...one.tables, ...other.tables],
    slices: [...one.slices, ...other.slices],
  };
}

export function isBefore(position: Position | undefined, end: Position | null): boolean {
  return position !== undefined && end !== null && position < end;
}

/** Nothing that was written is after the checkpoint. */
export function isPast(checkpoint: Position | null, reach: Reach | null): boolean {
  if (reach === null) return true;
  return checkpoint !== null && (reach.open ? checkpoint > reach.position : checkpoint >= reach.position);
}

export function further(one: Reach | null, other: Reach | null): Reach | null {
  if (one === null || other === null) return one ?? other;
  // One place is the end of a transaction and the beginning of another's commit: the latter is further.
  if (one.position === other.position) return one.open ? one : other;
  return one.position > other.position ? one : other;
}

/** How a table is loaded. `first`: of the oldest view any of its rows may be of, marked or not. */
export type TableMark = Pick<TableLoad, 'cut' | 'storage' | 'meet'> & { readonly first: Position | null };

/** `done` null: sent, and not known to have arrived. */
export interface SliceState extends Sent {
  readonly slice: number;
  readonly id: TableId;
  readonly done: SliceMark | null;
}

/** A slice on its way. */
export interface Sending {
  /** With the label of the first part, which was noted. */
  readonly first: SliceState;
  readonly note: () => Promise<string>;
  readonly position: Position | null;
  readonly rows: RowStream;
}

/** All that the marks of a task say. */
export interface TaskMarks {
  readonly stream: StreamState;
  readonly tables: ReadonlyMap<TableId, TableMark>;
  readonly slices: readonly SliceState[];
  readonly statements: ReadonlySet<string>;
  readonly overlay: PlanOverlay;
}

const STREAM = 'stream';
const SEQUENCES = 'sequences';
const REFUSED = 'refused ';
const COPIED = 'copied ';
const TABLE = 'table ';

export function readTaskMarks(marks: readonly Mark[]): TaskMarks {
  let stream = NO_STREAM;
  const tables = new Map<TableId, TableMark>();
  const slices: SliceState[] = [];
  const statements = new Set<string>();
  const plans: { readonly id: string; readonly value: string }[] = [];
  for (const { kind, id, value } of marks) {
    if (kind === 'state' && id === STREAM) stream = readStream(value);
    else if (kind === 'table') tables.set(id, JSON.parse(value) as TableMark);
    else if (kind === 'slice') slices.push(JSON.parse(value) as SliceState);
    else if (kind === 'statement') statements.add(id);
    else if (kind === 'plan') plans.push({ id, value });
  }
  return { stream, tables, slices, statements, overlay: plans.length === 0 ? NO_OVERLAY : overlayOf(plans) };
}

/** Marks of an earlier version say less. */
function readStream(value: string): StreamState {
  const { after, ...stream } = JSON.parse(value) as Partial<StreamState>;
  return { ...NO_STREAM, ...stream, ...(after === undefined ? {} : { after: { ...NOTHING_AFTER, ...after } }) };
}

/** What the engine asks of it. Of tables that keep every row no view is older than their marks': an unmarked slice is not kept there. */
export function stateOf({ stream, tables, slices, statements, overlay }: TaskMarks, fresh: boolean): DestinationState {
  const loads = new Map<TableId, TableLoad>();
  for (const [id, { first, ...load }] of tables) {
    const done = new Map(slices.flatMap((each) => (each.id === id && each.done !== null ? [[each.slice, each.done] as const] : [])));
    loads.set(id, { ...load, done, ...(first === null ? {} : { first }) });
  }
  return {
    checkpoint: stream.checkpoint,
    tables: loads,
    statements,
    fresh,
    overlay,
  };
}

export function streamMark(stream: StreamState): Mark {
  return { kind: 'state', id: STREAM, value: JSON.stringify(stream) };
}

export function tableMark(id: TableId, mark: TableMark): Mark {
  return { kind: 'table', id, value: JSON.stringify(mark) };
}

export function sliceMark(mark: SliceState): Mark {
  return { kind: 'slice', id: sliceId(mark.id, mark.slice), value: JSON.stringify(mark) };
}

export function sliceId(table: TableId, slice: number): string {
  return `${table}#${slice}`;
}

export function statementMark(id: string): Mark {
  return { kind: 'statement', id, value: 'true' };
}

/** What commands have made of the plan. Refused commands that were dealt with are null. */
export interface KeptOverlay extends Pick<PlanOverlay, 'tables' | 'sequences'> {
  /** Marks of loads that follow the plans. */
  readonly marks?: readonly Mark[];
  readonly after?: After | undefined;
  readonly refused?: ReadonlyMap<string, RefusedDdl | null>;
  readonly copied?: PlanOverlay['copied'];
}

export function mergedOverlay(before: KeptOverlay, overlay: KeptOverlay): KeptOverlay {
  return {
    tables: new Map([...before.tables, ...overlay.tables]),
    sequences: overlay.sequences ?? before.sequences,
    refused: new Map([...(before.refused ?? []), ...(overlay.refused ?? [])]),
    copied: new Map([...(before.copied ?? []), ...(overlay.copied ?? [])]),
    marks: [...(before.marks ?? []), ...(overlay.marks ?? [])],
    after: together(before.after, overlay.after),
  };
}

/** In the order they came; `number` keeps it. */
export function overlayMarks(overlay: KeptOverlay): readonly Mark[] {
  const marks: { readonly id: string; readonly plan: unknown }[] = [...overlay.tables].map(([id, plan]) => ({ id: TABLE + id, plan }));
  if (overlay.sequences !== null) marks.push({ id: SEQUENCES, plan: overlay.sequences });
  for (const [id, plan] of overlay.refused ?? []) marks.push({ id: REFUSED + id, plan });
  for (const [id, plan] of overlay.copied ?? []) marks.push({ id: COPIED + id, plan });
  return marks.map(({ id, plan }, number) => ({ kind: 'plan', id, value: JSON.stringify({ number, plan }) }));
}

function overlayOf(plans: readonly { readonly id: string; readonly value: string }[]): PlanOverlay {
  const tables = new Map<TableId, TablePlan | null>();
  const refused = new Map<string, RefusedDdl>();
  const copied = new Map<TableId, string>();
  let sequences: readonly SequencePlan[] | null = null;
  const read = plans.map(({ id, value }) => ({ id, ...(JSON.parse(value) as { readonly number: number; readonly plan: unknown }) }));
  for (const { id, plan } of read.sort((a, b) => a.number - b.number)) {
    if (id === SEQUENCES) sequences = plan as readonly SequencePlan[];
    // A refused command that was dealt with stays as a mark that says so.
    else if (id.startsWith(REFUSED) && plan !== null) refused.set(id.slice(REFUSED.length), plan as RefusedDdl);
    else if (id.startsWith(COPIED)) copied.set(id.slice(COPIED.length), plan as string);
    else if (id.startsWith(TABLE)) tables.set(id.slice(TABLE.length), plan as TablePlan | null);
  }
  return { tables, sequences, copied, ...(refused.size === 0 ? {} : { refused }) };
}
