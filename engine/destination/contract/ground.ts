import type { Plan, TablePlan } from '../../plan/plan.ts';
import {
  asPosition,
  type ChangeBatch,
  type Position,
  type RelationShape,
  type RowChange,
  type RowStream,
  type Value,
} from '../../schema/row.ts';
import { type Cut, WHOLE } from '../../schema/slice.ts';
import type { TableName } from '../../schema/table.ts';
import { openSource } from '../../source/index.ts';
import { type TaskConfig, taskConfig } from '../../task/config.ts';
import { makePlan } from '../../task/prepare.ts';
import type { Destination, LoadUnit } from '../destination.ts';

/** What a destination brings to the contract: everything else is the same for all of them. */
export interface ContractFixture {
  readonly source: TaskConfig['source'];
  readonly destination: TaskConfig['destination'];
  /** What its tasks say beside. */
  readonly selectdb?: TaskConfig['selectdb'];
  /** Runs statements at the source. */
  readonly atSource: (...statements: readonly string[]) => Promise<void>;
  /** As a task has it; disposed by who asks. */
  readonly open: (task: string) => Promise<Destination>;
  /** Rows that are there for everybody, their columns joined by `|`, NULL as `-`; in no order. */
  readonly rows: (table: TableName, columns: readonly string[]) => Promise<readonly string[]>;
}

/** Two tables with the same columns: `t` has a key, `log` has none. */
export interface Ground {
  readonly fixture: ContractFixture;
  readonly task: string;
  readonly plan: Plan;
  readonly keyed: TablePlan;
  readonly keyless: TablePlan;
  /** What is in the table, in the order of the text. */
  readonly rows: (table: TablePlan) => Promise<readonly string[]>;
  /** Opens it for the task and closes it when the work is over, whatever became of it: as a kill does. */
  readonly within: <T>(work: (destination: Destination) => Promise<T>) => Promise<T>;
}

const COLUMNS = ['id', 'small', 'v'] as const;

/** Tables of a schema of its own at the source, planned for the destination; not made there. */
export async function planned(fixture: ContractFixture, schema: string): Promise<Ground> {
  await fixture.atSource(
    `create schema ${schema}`,
    `create table ${schema}.t (id int primary key, small smallint, v text)`,
    `create table ${schema}.log (id int, small smallint, v text)`,
    `alter table ${schema}.log replica identity full`,
    `create view ${schema}.seen as select id from ${schema}.t`,
  );
  const config = configOf(fixture, schema);
  await using from = await openSource(config.source, schema);
  await using to = await fixture.open(schema);
  const plan = await makePlan(config, from, to);
  const named = (name: string): TablePlan => {
    const found = plan.tables.find((table) => table.source.name === name);
    if (found === undefined) throw new Error(`No plan of ${name}`);
    return found;
  };
  return {
    fixture,
    task: schema,
    plan,
    keyed: named('t'),
    keyless: named('log'),
    rows: async (table) => [...(await fixture.rows(table.destination, COLUMNS))].sort(),
    within: async (work) => {
      await using opened = await fixture.open(schema);
      return await work(opened);
    },
  };
}

/** A task of one whole schema. */
export function configOf({ source, destination, selectdb }: ContractFixture, schema: string): TaskConfig {
  return taskConfig.parse({ name: schema, source, destination, objects: [{ schema }], ...(selectdb === undefined ? {} : { selectdb }) });
}

/** The same with the tables made and the first checkpoint set. */
export async function made(fixture: ContractFixture, schema: string): Promise<Ground> {
  const ground = await planned(fixture, schema);
  await ground.within(async (destination) => {
    await destination.open(ground.plan);
    await destination.run(ground.plan.statements.filter(({ phase }) => phase === 'before'));
    await destination.run(ground.plan.statements.filter(({ phase }) => phase === 'after'));
    await destination.begin(at(1));
  });
  return ground;
}

export function at(number: number): Position {
  return asPosition(number.toString(16).toUpperCase().padStart(16, '0'));
}

export function unit(table: TablePlan, slice = 0, cut: Cut = WHOLE): LoadUnit {
  return { table, cut, storage: '1', slice };
}

/** In two halves by page. */
export const HALVES: Cut = { by: 'page', bounds: [4] };

export type Row = readonly (string | null)[];

/** Rows as `COPY ... TO STDOUT` sends them. */
export function textRows(rows: readonly Row[]): RowStream {
  const lines = rows.map((row) => Buffer.from(`${row.map((value) => value ?? '\\N').join('\t')}\n`));
  return { format: 'text', chunks: chunks(lines.map(message)) };
}

/** An integer, a small one and a text, as COPY's binary form has them. */
export function binaryRows(rows: readonly (readonly [number, number, string])[]): RowStream {
  const head = Buffer.concat([Buffer.from('PGCOPY\n'), Buffer.from([0xff, 0x0d, 0x0a, 0x00]), Buffer.alloc(8)]);
  const tuples = rows.map(([id, small, v]) => {
    const tuple = Buffer.alloc(2 + 8 + 6 + 4);
    tuple.writeInt16BE(3, 0);
    tuple.writeInt32BE(4, 2);
    tuple.writeInt32BE(id, 6);
    tuple.writeInt32BE(2, 10);
    tuple.writeInt16BE(small, 14);
    const bytes = Buffer.from(v);
    tuple.writeInt32BE(bytes.length, 16);
    return Buffer.concat([tuple, bytes]);
  });
  const [first = Buffer.alloc(0), ...others] = tuples;
  const end = Buffer.from([0xff, 0xff]);
  return { format: 'binary', chunks: chunks([Buffer.concat([head, first]), ...others, end].map(message)) };
}

/** One CopyData message. */
export function message(data: Buffer): Buffer {
  const head = Buffer.from('d0000');
  head.writeInt32BE(4 + data.length, 1);
  return Buffer.concat([head, data]);
}

async function* chunks(messages: readonly Buffer[]): AsyncGenerator<{ readonly bytes: Buffer; readonly messages: number }> {
  for (const bytes of messages) yield { bytes, messages: 1 };
}

export function relationOf(table: TablePlan): RelationShape {
  const identity = table.key.length > 0 ? table.key : COLUMNS;
  return { id: table.id, table: table.source, columns: COLUMNS, types: [], identity };
}

export function insert(table: TablePlan, ...next: readonly Value[]): RowChange {
  return { kind: 'insert', relation: relationOf(table), next };
}

export function update(table: TablePlan, ...next: readonly Value[]): RowChange {
  return { kind: 'update', relation: relationOf(table), previous: null, next };
}

export function remove(table: TablePlan, id: string): RowChange {
  return { kind: 'delete', relation: relationOf(table), previous: { form: 'key', tuple: [id, null, null] } };
}

/** Of a transaction that is committed at `position`. */
export function batch(position: number, ...changes: ChangeBatch['changes']): ChangeBatch {
  return { changes, commit: { position: at(position), at: 1_700_000_000_000, transactions: 1 } };
}

/** The beginning of one that is. */
export function part(position: number, ...changes: ChangeBatch['changes']): ChangeBatch {
  return { changes, commit: null, open: { commit: at(position), at: 1_700_000_000_000 } };
}
