import type pg from 'pg';
import { reportOf } from '../../errors.ts';
import type { Plan, SequenceValue, Statement, TablePlan } from '../../plan/plan.ts';
import { connect } from '../../postgres/connect.ts';
import { translate } from '../../postgres/errors.ts';
import { query } from '../../postgres/query.ts';
import { createRenamer, loadGrammar } from '../../postgres/rename.ts';
import { sequenceName } from '../../postgres/sequence.ts';
import type { ChangeBatch, Position, RowStream } from '../../schema/row.ts';
import { tableId } from '../../schema/table.ts';
import type { Leftover } from '../../source/source.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { ApplyResult, Destination, DestinationState, LoadOptions, LoadResult } from '../destination.ts';
import { Applier } from './apply.ts';
import { quietTriggers, reachOperators, readDestinationFacts, readExisting, readInherited } from './facts.ts';
import { loadTable } from './load.ts';
import { beginCheckpoint, claimStatement, prepareMarks, readMarks, releaseMarks, takeTask } from './marks.ts';
import { structureStatements } from './structure.ts';

const SCOPE = { side: 'destination' } as const;

/** Opens a PostgreSQL database (10 or later) to write to. */
export async function openPostgresDestination(endpoint: PostgresEndpoint, taskId: string): Promise<Destination> {
  await loadGrammar();
  return new PostgresDestination(endpoint, taskId, await openSession(endpoint, 'apply'));
}

/**
 * From version 14 on the server looks whether the engine is still there while a long statement runs: one that was killed while it
 * made a large index would otherwise keep the task, and its tables, from the next.
 */
async function openSession(endpoint: PostgresEndpoint, purpose: string): Promise<pg.Client> {
  const client = await connect(endpoint, { ...SCOPE, purpose });
  await client.query("set client_connection_check_interval = '2s'").catch(() => {});
  return client;
}

class PostgresDestination implements Destination {
  readonly capabilities = { copyFormats: ['copy-text'] } as const;
  readonly #endpoint: PostgresEndpoint;
  readonly #taskId: string;
  readonly #control: pg.Client;
  readonly #loaders: pg.Client[] = [];
  #applier: Applier | null = null;

  constructor(endpoint: PostgresEndpoint, taskId: string, control: pg.Client) {
    this.#endpoint = endpoint;
    this.#taskId = taskId;
    this.#control = control;
  }

  facts(schemas: readonly string[]) {
    return readDestinationFacts(this.#control, schemas);
  }

  structure = structureStatements;

  columnType(type: string, schemas: ReadonlyMap<string, string>): string {
    return createRenamer([], schemas).type(type);
  }

  state(): Promise<DestinationState> {
    return readMarks(this.#control, this.#taskId);
  }

  existing(tables: Parameters<Destination['existing']>[0]) {
    return readExisting(this.#control, tables);
  }

  async open(plan: Plan): Promise<DestinationState> {
    await takeTask(this.#control, this.#taskId);
    const state = await prepareMarks(this.#control, this.#taskId);
    const independentTables = await quietTriggers(this.#control);
    await reachOperators(this.#control, plan.tables);
    const inherited = await readInherited(this.#control);
    this.#applier = new Applier(this.#control, {
      taskId: this.#taskId,
      tables: plan.tables.map((table) => (inherited.has(tableId(table.destination)) ? { ...table, alone: true } : table)),
      checkpoint: state.checkpoint,
      independentTables,
    });
    return state;
  }

  async run(statement: Statement): Promise<void> {
    const scope = { ...SCOPE, object: statement.object };
    await query(this.#control, scope, 'begin');
    try {
      if (await claimStatement(this.#control, this.#taskId, statement.id)) await query(this.#control, scope, statement.sql);
      await query(this.#control, scope, 'commit');
    } catch (error) {
      await this.#control.query('rollback').catch(() => {});
      throw translate(error, scope);
    }
  }

  async begin(position: Position): Promise<void> {
    await beginCheckpoint(this.#control, this.#taskId, position);
    this.#applier?.startAt(position);
  }

  async load(table: TablePlan, rows: RowStream, options: LoadOptions): Promise<LoadResult> {
    const loader = this.#loaders.pop() ?? (await this.#openLoader());
    try {
      const done = await loadTable(loader, this.#taskId, { table, rows, options });
      this.#loaders.push(loader);
      return done;
    } catch (error) {
      // A stopped COPY leaves the connection in the middle of a protocol exchange.
      await loader.end().catch(() => {});
      throw error;
    }
  }

  apply(batch: ChangeBatch): Promise<ApplyResult> {
    if (this.#applier === null) throw new Error('The destination applies before it was opened for the task.');
    return this.#applier.apply(batch);
  }

  /** Never back: a sequence that was there before may be ahead, and the numbers it gave are in rows of its own. */
  async setSequences(values: readonly SequenceValue[]): Promise<void> {
    for (const { plan, last, called } of values) {
      const name = await sequenceName(this.#control, SCOPE, plan.destination);
      // A table that was there before need not number its rows.
      if (name === null) continue;
      const sql = `select setval($1::regclass, $2::bigint, $3::boolean) from ${name} as s, pg_sequence as p
        where p.seqrelid = $1::regclass and not (s.is_called and case when p.seqincrement > 0 then s.last_value > $2 else s.last_value < $2 end)`;
      await query(this.#control, { ...SCOPE, object: name }, sql, [name, last, called]);
    }
  }

  async release(): Promise<readonly Leftover[]> {
    try {
      await takeTask(this.#control, this.#taskId);
      await releaseMarks(this.#control, this.#taskId);
      return [];
    } catch (error) {
      const sql = ['task_statement', 'task_table', 'task'].map(
        (table) => `delete from opendts.${table} where task_id = '${this.#taskId.replaceAll("'", "''")}';`,
      );
      return [{ object: 'schema opendts', sql: sql.join('\n'), error: reportOf(error) }];
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#control, ...this.#loaders].map((client) => client.end().catch(() => {})));
  }

  async #openLoader(): Promise<pg.Client> {
    const loader = await openSession(this.#endpoint, 'load');
    await quietTriggers(loader);
    return loader;
  }
}
