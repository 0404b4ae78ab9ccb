import type { Probe } from '../probe.ts';
import type { CliLine } from '../run-cli.ts';

/**
 * All that the fault run knows of the engine's marks and events. Only what is there is read: an engine that copies tables whole has
 * no slices, and a later one may keep more than this.
 */
export interface Mark {
  /** As the engine names tables: `["schema","name"]`. */
  readonly table: string;
  /** Null: the mark of a whole table. */
  readonly slice: string | null;
  readonly rows: number;
  readonly bytes: number;
  /** The transaction that wrote the mark: another one has done the work again. */
  readonly writer: string;
}

export interface Marks {
  readonly slices: readonly Mark[];
  /** Tables that are complete. */
  readonly tables: readonly Mark[];
}

/** What is read of an event `table`, whatever else it tells. */
interface TableLine {
  readonly kind: 'table';
  readonly id: string;
  readonly state: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly slices?: { readonly done: number; readonly total: number };
}

const THERE = `select to_regclass('opendts.task_table') is not null as tables, to_regclass('opendts.task_slice') is not null as slices`;
const TABLES = `select xmin::text as writer, to_jsonb(t) as mark from opendts.task_table t`;
const SLICES = `select xmin::text as writer, to_jsonb(s) as mark from opendts.task_slice s`;

interface Row {
  readonly writer: string;
  readonly mark: Readonly<Record<string, unknown>>;
}

/** Null when the destination does not answer. */
export async function readMarks(destination: Probe): Promise<Marks | null> {
  const [there] = (await destination.rows<{ tables: boolean; slices: boolean }>(THERE)) ?? [];
  if (there === undefined) return null;
  const tables = there.tables ? await destination.rows<Row>(TABLES) : [];
  const slices = there.slices ? await destination.rows<Row>(SLICES) : [];
  if (tables === null || slices === null) return null;
  const done = slices.map((row) => ({ ...markOf(row), slice: String(row.mark.slice) }));
  const complete = tables.filter((row) => isComplete(row, done, there.slices)).map(markOf);
  return { slices: done, tables: there.slices ? complete.map((mark) => counted(mark, done)) : complete };
}

function markOf({ writer, mark }: Row): Mark {
  return { table: String(mark.table_id), slice: null, rows: Number(mark.rows ?? 0), bytes: Number(mark.bytes ?? 0), writer };
}

/** Where a table is cut, what came is counted slice by slice. */
function counted(mark: Mark, slices: readonly Mark[]): Mark {
  return { ...mark, rows: sum(slices, mark.table, 'rows'), bytes: sum(slices, mark.table, 'bytes') };
}

/**
 * Where tables are copied whole, the mark alone says that all is there. Where they are cut, the mark holds the cut (a JSON with
 * n bounds for n + 1 slices), and a table is complete with as many slices.
 */
function isComplete({ mark }: Row, slices: readonly Mark[], sliced: boolean): boolean {
  if (!sliced) return true;
  const done = slices.filter(({ table }) => table === mark.table_id).length;
  return done >= sliceCount(mark);
}

function sliceCount(mark: Row['mark']): number {
  const cut = mark.cut ?? mark.bounds ?? null;
  const bounds = typeof cut === 'string' ? (JSON.parse(cut) as unknown) : cut;
  if (Array.isArray(bounds)) return bounds.length + 1;
  if (bounds !== null && typeof bounds === 'object' && 'bounds' in bounds && Array.isArray(bounds.bounds)) return bounds.bounds.length + 1;
  return 1;
}

export function tableLine(line: CliLine): TableLine | null {
  return line.kind === 'table' ? (line as TableLine) : null;
}

export function isCopying(line: CliLine): boolean {
  const table = tableLine(line);
  return table?.state === 'copying' && (table.rows ?? 0) > 0;
}

/** A key, index or foreign key is being made: the rows are there. */
export function isFinishing(line: CliLine): boolean {
  return line.kind === 'building' && line.running.some(({ kind }) => /index|constraint|foreign/.test(kind));
}

/** The log is followed, be it up to the last view or for good. */
export function isFollowing(line: CliLine): boolean {
  return line.kind === 'step' && line.step === 'incremental' && line.state === 'running';
}

/** The lines prove that work goes on: something is being done, not only told of as done before. */
export function isWork(line: CliLine): boolean {
  if (line.kind === 'table') return line.state === 'copying';
  if (line.kind === 'state') return line.name === 'streaming';
  return line.kind === 'building' || line.kind === 'applied' || isFollowing(line);
}

/** The engine has noticed that something is wrong, and what it says of it. */
export function complaint(line: CliLine): string | null {
  if (line.kind === 'retry') return line.error.code;
  if (line.kind === 'table' && line.error !== undefined) return line.error.code;
  if (line.kind === 'state' && line.name === 'failed') return line.error?.code ?? 'failed';
  return null;
}

/** `name` of `["schema","name"]`. */
export function nameOf(table: string): string {
  const [, name] = JSON.parse(table) as [string, string];
  return name;
}

/** What was being copied when these lines ended, and was lost with it: slices under way where the engine tells of them, else tables. */
export function underWay(lines: readonly CliLine[], durable: Marks) {
  const last = new Map<string, TableLine>();
  let streams: number | null = null;
  for (const line of lines) {
    const table = tableLine(line);
    if (table !== null) last.set(table.id, table);
    // Not an event of every engine; its `streams` are the slices being copied just now.
    if ((line.kind as string) === 'load') streams = Number((line as unknown as { readonly streams: unknown }).streams);
  }
  const open = [...last.values()].filter(({ state }) => state === 'copying');
  const kept = (id: string, part: 'rows' | 'bytes') => sum(durable.slices, id, part);
  const lost = (part: 'rows' | 'bytes') => open.reduce((total, line) => total + Math.max(0, (line[part] ?? 0) - kept(line.id, part)), 0);
  return { units: streams ?? open.length, rows: lost('rows'), bytes: lost('bytes') };
}

function sum(slices: readonly Mark[], table: string, part: 'rows' | 'bytes'): number {
  return slices.reduce((total, slice) => total + (slice.table === table ? slice[part] : 0), 0);
}
