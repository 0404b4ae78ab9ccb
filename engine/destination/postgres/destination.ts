import type pg from 'pg';
import type { Carriage } from '../../ddl/carriage.ts';
import type { NameMap } from '../../plan/names.ts';
import { NO_OVERLAY, overlaid } from '../../plan/overlay.ts';
import type { Capabilities, Plan, SequencePlan, SequenceValue, Statement, TablePlan } from '../../plan/plan.ts';
import { type Flavour, flavourType, readFlavour } from '../../postgres/flavour.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { query } from '../../postgres/query.ts';
import { createRenamer } from '../../postgres/rename.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { ChangeBatch, Position, RowStream } from '../../schema/row.ts';
import type { TableId, TableName } from '../../schema/table.ts';
import type { Leftover } from '../../source/source.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Aside } from '../aside.ts';
import type {
  ApplyResult,
  Destination,
  DestinationCatalog,
  DestinationState,
  LargeObjectBatch,
  LoadResult,
  LoadUnit,
} from '../destination.ts';
import { Applier } from './apply.ts';
import { asThere } from './as-there.ts';
import { asideOf } from './aside.ts';
import { Beforehand } from './beforehand.ts';
import { carryWithin } from './ddl-carry.ts';
import { validateForeignKeys } from './ddl-foreign.ts';
import { quietTriggers, readDestinationFacts, readExisting } from './facts.ts';
import { adopt, leave } from './join.ts';
import { keysThere } from './keys-there.ts';
import { takenLargeObjects } from './large-objects.ts';
import { noteMeet } from './load-marks.ts';
import { Loads } from './loads.ts';
import { beginCheckpoint, noteTargets, prepareMarks, readMarks, releaseTask, takeTask } from './marks.ts';
import { openSession, orEnd } from './open-session.ts';
import { readOverlay } from './overlay.ts';
import { restartTask } from './restart.ts';
import { setSequences } from './sequences.ts';
import { Builders } from './structure/builders.ts';
import { describeDestination, readTableDdl } from './structure/describe.ts';
import { createStructureWriter } from './structure/writer.ts';

const SCOPE = { side: 'destination' } as const;

/** Opens a PostgreSQL database (10 or later) to write to. */
export async function openPostgresDestination(endpoint: PostgresEndpoint, taskId: string): Promise<Destination> {
  await loadGrammar();
  const control = await openSession(endpoint, 'apply');
  const flavour = await orEnd(control, readFlavour(control, SCOPE));
  return new PostgresDestination(endpoint, taskId, { control, flavour });
}

class PostgresDestination implements Destination {
  readonly capabilities: Capabilities;
  readonly aside: Aside;
  readonly #endpoint: PostgresEndpoint;
  readonly #taskId: string;
  readonly #control: pg.Client;
  readonly #flavour: Flavour;
  readonly #loads: Loads;
  readonly #builders: Builders;
  #applier: Applier | null = null;
  #plan: Plan | null = null;
  #tables: readonly TablePlan[] = [];
  /** Statements may have changed how the tables stand to each other. */
  readonly #look = new Beforehand(() => this.#lookAgain());
  #version: number | null = null;

  constructor(
    endpoint: PostgresEndpoint,
    taskId: string,
    { control, flavour }: { readonly control: pg.Client; readonly flavour: Flavour },
  ) {
    this.#endpoint = endpoint;
    this.#taskId = taskId;
    this.#control = control;
    this.#flavour = flavour;
    this.capabilities = { copyFormats: ['binary', 'text'], ahead: true, ...(flavour.name === 'polardb-oracle' ? { ownTypes: true } : {}) };
    this.aside = asideOf(taskId, () => this.#opened);
    this.#builders = new Builders(taskId, () => this.#openQuiet('structure'));
    this.#loads = new Loads({ taskId, control, open: () => this.#openQuiet('load') });
  }

  facts(schemas: readonly string[]) {
    return readDestinationFacts(this.#control, schemas);
  }

  structure = createStructureWriter;

  keysThere: NonNullable<Destination['keysThere']> = (place, keys, forMs) => keysThere(this.#control, place, keys, forMs);

  columnType(type: string, names: NameMap): string {
    return flavourType(createRenamer(names).type(type), this.#flavour);
  }

  describe(): Promise<DestinationCatalog> {
    return describeDestination(this.#control);
  }

  tableDdl(tables: readonly TableName[]): Promise<ReadonlyMap<TableId, string>> {
    return readTableDdl(this.#control, tables);
  }

  state(): Promise<DestinationState> {
    return readMarks(this.#control, this.#taskId);
  }

  existing(tables: Parameters<Destination['existing']>[0]) {
    return readExisting(this.#control, tables, this.#taskId);
  }

  async open(plan: Plan): Promise<DestinationState> {
    // Again: whoever goes on knows nothing of what is open, and prepared.
    if (this.#applier !== null) await query(this.#control, SCOPE, 'rollback; deallocate all');
    await takeTask(this.#control, this.#taskId);
    const state = await prepareMarks(this.#control, this.#taskId);
    const independentTables = await quietTriggers(this.#control);
    this.#plan = plan;
    const tables = await this.#take(overlaid(plan, state.overlay ?? NO_OVERLAY));
    const { checkpoint } = state;
    this.#applier = new Applier(this.#control, { taskId: this.#taskId, tables, checkpoint, independentTables });
    return state;
  }

  async run(statements: readonly Statement[], crowded = false): Promise<void> {
    await this.#builders.run(statements, crowded);
    this.#look.again();
  }

  async building(): Promise<ReadonlyMap<string, number>> {
    this.#version ??= await readVersion(this.#control, SCOPE);
    return this.#builders.building(this.#control, this.#version);
  }

  async begin(position: Position): Promise<void> {
    await beginCheckpoint(this.#control, this.#taskId, position);
    this.#applier?.startAt(position);
  }

  load(unit: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<LoadResult | null> {
    return this.#loads.load(unit, read, position);
  }

  restart(tables: readonly TablePlan[]): Promise<void> {
    return restartTask(this.#control, this.#taskId, tables);
  }

  unload(table: TablePlan): Promise<void> {
    return this.#loads.unload(table);
  }

  uniteViews(table: TablePlan): Promise<void> {
    return this.#loads.uniteViews(table);
  }

  isUniqueByKeyAlone(table: TablePlan): Promise<boolean> {
    return this.#loads.isUniqueByKeyAlone(table);
  }

  meetAt(tables: readonly TableId[], position: Position): Promise<void> {
    return noteMeet(this.#control, this.#taskId, tables, position);
  }

  takenLargeObjects(numbers: readonly number[]) {
    return takenLargeObjects(this.#control, numbers);
  }

  loadLargeObjects(batch: LargeObjectBatch) {
    return this.#loads.largeObjects(batch);
  }

  async apply(batch: ChangeBatch): Promise<ApplyResult> {
    await this.#look.done();
    return this.#opened.apply(batch);
  }

  get #opened(): Applier {
    if (this.#applier === null) throw new Error('The destination is written to before it was opened for the task.');
    return this.#applier;
  }

  async flush(): Promise<void> {
    await this.#applier?.flush();
  }

  async carry(carriage: Carriage, tables: readonly TablePlan[]): Promise<void> {
    await carryWithin(this.#opened, { client: this.#control, taskId: this.#taskId, open: () => this.#openQuiet('types') }, carriage);
    for (const work of carriage.work) if ('plan' in work) this.#loads.forget(work.plan.id);
    this.#tables = tables;
    this.#look.again();
  }

  validate() {
    return validateForeignKeys(this.#control);
  }

  /** Types and tables that this very task made are not there before its statements were run. */
  async #lookAgain(): Promise<void> {
    this.#applier?.know(await asThere(this.#control, this.#tables, (type) => flavourType(type, this.#flavour)));
  }

  async adopt(joining: string, plan: Plan, sequences: readonly SequencePlan[]): Promise<void> {
    await adopt(this.#control, { taskId: this.#taskId, joining, plan, sequences });
    await this.#takeOthers(plan.tables.map(({ id }) => id));
  }

  async leave(tables: readonly TableId[], sequences: readonly SequencePlan[]): Promise<void> {
    await leave(this.#control, { taskId: this.#taskId, tables, plans: this.#tables, sequences });
    await this.#takeOthers(tables);
  }

  /** These have come to the task, or are none of it any more. */
  async #takeOthers(changed: readonly TableId[]): Promise<void> {
    for (const id of changed) this.#loads.forget(id);
    if (this.#plan !== null) await this.#take(overlaid(this.#plan, await readOverlay(this.#control, this.#taskId)));
  }

  /** What is applied from here on is of these. */
  async #take({ tables }: Pick<Plan, 'tables'>): Promise<readonly TablePlan[]> {
    this.#tables = tables;
    this.#look.again();
    await noteTargets(this.#control, this.#taskId, tables);
    return tables;
  }

  setSequences(values: readonly SequenceValue[]): Promise<void> {
    return setSequences(this.#control, values);
  }

  release(): Promise<readonly Leftover[]> {
    return releaseTask(this.#control, this.#taskId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#builders.close(), this.#loads.close(), this.#control.end().catch(() => {})]);
  }

  async #openQuiet(purpose: string): Promise<pg.Client> {
    const client = await openSession(this.#endpoint, purpose);
    await quietTriggers(client);
    return client;
  }
}
