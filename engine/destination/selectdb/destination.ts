import type { Carriage } from '../../ddl/carriage.ts';
import { type EngineError, reportOf } from '../../errors.ts';
import type { Capabilities, Plan, Statement, TablePlan } from '../../plan/plan.ts';
import type { ChangeBatch, Position, RowStream } from '../../schema/row.ts';
import type { TableId, TableName } from '../../schema/table.ts';
import type { Leftover } from '../../source/source.ts';
import type { SelectDbConfig, SelectDbEndpoint } from '../../task/config.ts';
import type {
  ApplyResult,
  Destination,
  DestinationCatalog,
  DestinationState,
  LargeObjectsLoaded,
  LoadResult,
  LoadUnit,
} from '../destination.ts';
import { Applier } from './changes/applier.ts';
import { carryCommand } from './changes/command.ts';
import { leaveNames } from './changes/drop.ts';
import { shapeTable } from './design.ts';
import { describeSelectDb, readSelectDbDdl, readSelectDbExisting } from './existing.ts';
import { readSelectDbFacts } from './facts.ts';
import { rowsOfOthers } from './load-errors.ts';
import { Loads } from './loads.ts';
import { Marks } from './marks.ts';
import { BODY_BYTES } from './rows/parts.ts';
import { Sequences } from './sequence.ts';
import { openSelectDbSession, type SelectDbSession } from './session.ts';
import { tablesApart } from './shared.ts';
import { type Names, readTaskMarks, statementMark, stateOf, streamMark, type TaskMarks } from './state.ts';
import { StreamLoads } from './stream-load/client.ts';
import { Labels } from './stream-load/label.ts';
import { createSelectDbWriter } from './structure.ts';
import { selectDbType } from './types.ts';
import { withWriters } from './writers.ts';

/** `selectdb.reservoir.timeout.milliseconds` where the task says nothing. */
const GATHER_MS = 5_000;

/** Opens a SelectDB, or an Apache Doris, to write to. */
export async function openSelectDbDestination(
  endpoint: SelectDbEndpoint,
  taskId: string,
  { reservoirMilliseconds = GATHER_MS, replicationNum }: SelectDbConfig = {},
  bodyBytes = BODY_BYTES,
): Promise<Destination> {
  const session = await openSelectDbSession(endpoint);
  return new SelectDbDestination(session, {
    endpoint,
    taskId,
    gatherMs: reservoirMilliseconds,
    replicas: replicationNum ?? null,
    bodyBytes,
  });
}

interface Init {
  readonly endpoint: SelectDbEndpoint;
  readonly taskId: string;
  readonly gatherMs: number;
  readonly replicas: number | null;
  readonly bodyBytes: number;
}

interface Opened {
  readonly loads: Loads;
  readonly applier: Applier;
}

class SelectDbDestination implements Destination {
  readonly capabilities: Capabilities;
  readonly #session: SelectDbSession & AsyncDisposable;
  readonly #init: Init;
  readonly #marks: Marks;
  readonly #sequences: Sequences;
  readonly #labels: Labels;
  readonly #streamLoads: StreamLoads;
  readonly #closed = new AbortController();
  readonly #statements = new Set<string>();
  #opened: Opened | null = null;

  constructor(session: SelectDbSession & AsyncDisposable, init: Init) {
    const { endpoint, taskId, gatherMs } = init;
    this.#session = session;
    this.#init = init;
    this.capabilities = { copyFormats: ['text'], tablesOnly: true, gatherMs };
    this.#marks = new Marks(session, endpoint.database, taskId);
    this.#sequences = new Sequences(session);
    this.#labels = new Labels(taskId);
    this.#streamLoads = new StreamLoads(endpoint, session, this.#closed.signal);
  }

  facts(databases: readonly string[]) {
    return readSelectDbFacts(this.#session, this.#init.endpoint, databases);
  }

  columnType(type: string): string {
    return selectDbType({ type, binary: null }).type;
  }

  shape = shapeTable;

  describe(): Promise<DestinationCatalog> {
    return describeSelectDb(this.#session);
  }

  structure = createSelectDbWriter;

  tableDdl(tables: readonly TableName[]): Promise<ReadonlyMap<TableId, string>> {
    return readSelectDbDdl(this.#session, tables);
  }

  existing = async (tables: readonly TableName[]) => withWriters(await readSelectDbExisting(this.#session, tables), this.#marks);

  async open(plan: Plan): Promise<DestinationState> {
    await this.#marks.prepare();
    const rows = await this.#marks.read();
    const known = readTaskMarks(rows);
    const fresh = rows.length === 0;
    if (fresh) await this.#marks.write([streamMark(known.stream)]);
    const tables = tablesApart(plan, known.overlay);
    const parts = {
      session: this.#session,
      loads: this.#streamLoads,
      marks: this.#marks,
      labels: this.#labels,
      sequences: this.#sequences,
    };
    const loads = new Loads({ ...parts, known, mostBytes: this.#init.bodyBytes });
    const applier = new Applier({ ...parts, tables, stream: known.stream, left: loads });
    await loads.fence();
    await applier.fence();
    await applier.goBack(this.#closed.signal);
    await applier.finish();
    this.#opened = { loads, applier };
    return known.stream.after === undefined ? this.#told(known, fresh) : this.state();
  }

  async state(): Promise<DestinationState> {
    return this.#told(readTaskMarks(await this.#marks.read()), false);
  }

  #told(known: TaskMarks, fresh: boolean): DestinationState {
    const state = stateOf(known, fresh);
    for (const id of state.statements) this.#statements.add(id);
    return state;
  }

  /** Each makes something unless it is there: one that was run before a kill, without its mark, may be run again. */
  async run(statements: readonly Statement[]): Promise<void> {
    for (const { id, sql, object } of statements) {
      if (this.#statements.has(id)) continue;
      await this.#session.query(sql, [], object);
      await this.#marks.write([statementMark(id)]);
      this.#statements.add(id);
    }
  }

  /** Nothing that is made takes long. */
  async building(): Promise<ReadonlyMap<string, number>> {
    return new Map();
  }

  async begin(position: Position): Promise<void> {
    await this.#open.applier.begin(position);
  }

  load(unit: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<LoadResult | null> {
    return this.#open.loads.load(unit, read, position);
  }

  /** Marks go last: whoever is killed in between empties once more. */
  async restart(tables: readonly TablePlan[]): Promise<void> {
    const { loads, applier } = this.#open;
    const shared = tables.filter(({ id, origin }) => origin === 'existing' && loads.begun.has(id));
    if (shared.length > 0) throw rowsOfOthers(shared);
    for (const table of tables) if (loads.begun.has(table.id)) await loads.unload(table);
    for (const id of loads.begun) await loads.forget(id);
    await applier.restart();
  }

  unload(table: TablePlan): Promise<void> {
    return this.#open.loads.unload(table);
  }

  /** The model of the table sees to it: the row of the newer view stays. */
  async uniteViews(): Promise<void> {}

  async isUniqueByKeyAlone({ model }: TablePlan): Promise<boolean> {
    return model?.engine === 'unique';
  }

  meetAt(tables: readonly TableId[], position: Position): Promise<void> {
    return this.#open.loads.meetAt(tables, position);
  }

  apply(batch: ChangeBatch): Promise<ApplyResult> {
    return this.#open.applier.apply(batch);
  }

  flush(): Promise<void> {
    return this.#open.applier.flush();
  }

  carry(carriage: Carriage, tables: readonly TablePlan[]): Promise<void> {
    const parts = { session: this.#session, signal: this.#closed.signal, sequences: this.#sequences, replicas: this.#init.replicas };
    return carryCommand({ ...parts, ...this.#open }, carriage, tables);
  }

  async validate(): Promise<readonly EngineError[]> {
    return [];
  }

  /** There are none, and the precheck says so. */
  async takenLargeObjects(): Promise<ReadonlySet<number>> {
    return new Set();
  }

  async loadLargeObjects(): Promise<LargeObjectsLoaded> {
    throw new Error('SelectDB holds no large objects.');
  }

  /** Rows bring their numbers. */
  async setSequences(): Promise<void> {}

  async release(): Promise<readonly Leftover[]> {
    const { schema, name } = this.#marks.place;
    try {
      const rows = (await this.#marks.isThere()) ? await this.#marks.read() : [];
      const { stream } = readTaskMarks(rows);
      const note = (names: Names) => this.#marks.write([streamMark({ ...stream, ...names })]);
      const left = await leaveNames(stream, { session: this.#session, signal: this.#closed.signal, note });
      await this.#marks.release();
      return left;
    } catch (error) {
      return [{ object: `${schema}.${name}`, sql: this.#marks.releaseSql, error: reportOf(error) }];
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await this.#session[Symbol.asyncDispose]();
  }

  get #open(): Opened {
    if (this.#opened === null) throw new Error('The destination is used before it was opened for the task.');
    return this.#opened;
  }
}
