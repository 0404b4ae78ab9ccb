import { BARE_COLUMN_STRUCTURE, BARE_TABLE_STRUCTURE } from '../../ddl/bare.ts';
import { carry } from '../../ddl/carry.ts';
import type { ColumnStructure, DdlCommand, TableStructure } from '../../ddl/structure.ts';
import { overlaid } from '../../plan/overlay.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import type { RelationShape, RowChange, Value } from '../../schema/row.ts';
import { type TableId, tableId } from '../../schema/table.ts';
import { namesAsPlanned } from '../../task/prepare.ts';
import { vocabulary } from '../../task/vocabulary.ts';
import type { Destination, DestinationState } from '../destination.ts';
import { configOf, type Ground } from './ground.ts';

/** A column by its number in the table, which stays when its name changes. */
export function columnOf(number: number, name: string, type: string, more: Partial<ColumnStructure> = {}): ColumnStructure {
  return { ...BARE_COLUMN_STRUCTURE, number, name, type, ...more };
}

const ID = columnOf(1, 'id', 'integer', { notNull: true });

/** `id`, then these. With a key, or each of its rows is its own identity. */
export function tableOf(schema: string, name: string, columns: readonly ColumnStructure[], isKeyed = true): TableStructure {
  const all = [isKeyed ? ID : { ...ID, notNull: false }, ...columns];
  return {
    ...BARE_TABLE_STRUCTURE,
    schema,
    name,
    replicaIdentity: isKeyed ? 'default' : 'full',
    identityColumns: isKeyed ? ['id'] : all.map((column) => column.name),
    keys: isKeyed ? [['id']] : [],
    columns: all,
    constraints: isKeyed ? [{ name: `${name}_pkey`, kind: 'primary', definition: 'PRIMARY KEY (id)', local: true, references: null }] : [],
  };
}

/** The tables of a task as commands leave them, while one destination follows. */
export class Following {
  readonly #ground: Ground;
  readonly #destination: Destination;
  #plan: Plan;

  private constructor(ground: Ground, destination: Destination, plan: Plan) {
    this.#ground = ground;
    this.#destination = destination;
    this.#plan = plan;
  }

  /** Opens the destination for the task, as an engine that begins or comes back. */
  static async open(
    ground: Ground,
    destination: Destination,
  ): Promise<{ readonly following: Following; readonly state: DestinationState }> {
    const state = await destination.open(ground.plan);
    const plan = state.overlay === undefined ? ground.plan : overlaid(ground.plan, state.overlay);
    return { following: new Following(ground, destination, plan), state };
  }

  /** A table as it is by now, by its name at the source. */
  table(name: string): TablePlan {
    const found = this.#plan.tables.find(({ source }) => source.name === name);
    if (found === undefined) throw new Error(`The task has no table ${name} now`);
    return found;
  }

  has(name: string): boolean {
    return this.#plan.tables.some(({ source }) => source.name === name);
  }

  /** One command that made, changed or dropped tables: null is what there was not before, or is not after it. */
  async run(tag: string, ...steps: readonly (readonly [before: TableStructure | null, after: TableStructure | null])[]): Promise<void> {
    const config = configOf(this.#ground.fixture, this.#ground.task);
    const command: DdlCommand = {
      tag,
      text: '',
      tables: steps.map(([before, after]) => ({ before, after, rewritten: false })),
      enums: [],
      failure: null,
    };
    const tables = new Map<TableId, TablePlan>(this.#plan.tables.map((table) => [table.id, table]));
    const carriage = carry(command, {
      tables,
      sequences: this.#plan.sequences,
      waits: false,
      ahead: new Set(),
      ...vocabulary(config, this.#destination, () => namesAsPlanned(config, this.#plan)),
    });
    const plan = overlaid(this.#plan, { tables: carriage.tables, sequences: carriage.sequences });
    await this.#destination.carry(carriage, plan.tables);
    this.#plan = plan;
  }

  insert(name: string, row: Readonly<Record<string, Value>>): RowChange {
    const relation = this.#relation(name);
    return { kind: 'insert', relation, next: relation.columns.map((column) => row[column] ?? null) };
  }

  /** Of a row that keeps its key: what is not said is unchanged, and was not sent. */
  update(name: string, row: Readonly<Record<string, Value>>): RowChange {
    const relation = this.#relation(name);
    return { kind: 'update', relation, previous: null, next: relation.columns.map((column) => row[column]) };
  }

  #relation(name: string): RelationShape {
    const { source, columns, key } = this.table(name);
    const names = columns.map((column) => column.source);
    return { id: tableId(source), table: source, columns: names, types: [], identity: key.length > 0 ? key : names };
  }
}

export type Moment = (following: Following, destination: Destination) => Promise<unknown>;

/** Does all of it up to `until` of its moments; then the engine is killed. */
export async function walk(ground: Ground, moments: readonly Moment[], until = moments.length) {
  return ground.within(async (destination) => {
    const { following, state } = await Following.open(ground, destination);
    for (const moment of moments.slice(0, until)) await moment(following, destination);
    return state;
  });
}

export const sorted = async ({ fixture }: Ground, schema: string, name: string, columns: readonly string[]) =>
  [...(await fixture.rows({ schema, name }, columns))].sort();
