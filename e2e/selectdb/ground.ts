import { at, textRows, unit } from '#engine/destination/contract/ground.ts';
import type { Destination, DestinationState } from '#engine/destination/destination.ts';
import { openSelectDbDestination } from '#engine/destination/selectdb/destination.ts';
import { openSelectDbSession } from '#engine/destination/selectdb/session.ts';
import type { Plan } from '#engine/plan/plan.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { rootOf, rowsAt } from './reach.ts';

export type Moment = (destination: Destination) => Promise<unknown>;

const MADE = {
  unique: `(id int not null, v string) unique key (id) distributed by hash(id) buckets 1 properties ("function_column.sequence_type" = "bigint", "replication_num" = "1")`,
  duplicate: `(id int, v string, _is_deleted int not null default '0', _version bigint not null default '0', _record_id bigint not null default '0') duplicate key (id) distributed by hash(id) buckets 1 properties ("replication_num" = "1")`,
};

/** For tests: tables of the schema `nam` as `planOf` plans them, and engines that are killed while they follow. */
export class TestGround implements AsyncDisposable {
  readonly emulator: Emulator;

  private constructor(emulator: Emulator) {
    this.emulator = emulator;
  }

  static async start(): Promise<TestGround> {
    return new TestGround(await startEmulator({ schemaChangeMs: 20 }));
  }

  /** Nothing but these. */
  async make(...tables: readonly (readonly [name: string, engine: keyof typeof MADE])[]): Promise<void> {
    await this.do('drop database if exists nam', 'create database nam');
    for (const [name, engine] of tables) await this.do(`create table nam.${name} ${MADE[engine]}`);
  }

  async do(...statements: readonly string[]): Promise<void> {
    await using session = await openSelectDbSession(rootOf(this.emulator));
    for (const sql of statements) await session.query(sql);
  }

  ask(query: string): Promise<readonly string[]> {
    return rowsAt(this.emulator, query);
  }

  columns(table: string): Promise<readonly string[]> {
    return this.ask(
      `select COLUMN_NAME from \`information_schema\`.\`columns\` where TABLE_SCHEMA = 'nam' and TABLE_NAME = '${table}' order by ORDINAL_POSITION`,
    );
  }

  open(task: string): Promise<Destination> {
    return openSelectDbDestination(rootOf(this.emulator), task, { replicationNum: 1 });
  }

  /** Up to `until` of its moments; then the engine is killed. What it was told at the end. */
  async run(task: string, plan: Plan, moments: readonly Moment[], until = moments.length): Promise<DestinationState> {
    await using destination = await this.open(task);
    const { checkpoint } = await destination.open(plan);
    if (checkpoint === null) {
      await destination.begin(at(1));
      for (const table of plan.tables) await destination.load(unit(table), async () => textRows([['1', `of ${table.source.name}`]]), at(1));
    }
    for (const moment of moments.slice(0, until)) await moment(destination);
    return destination.state();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator[Symbol.asyncDispose]();
  }
}
