import { compareDatabases } from '../../compare.ts';
import type { Random } from '../random.ts';
import { sql, type TestServers } from '../servers.ts';
import type { FaultSum } from '../sum.ts';
import { TestTask } from '../test-task.ts';
import { TEMPLATE } from './ground.ts';
import { SCHEMA, SMALL_TABLES, smallTable, smallTableSql } from './tables.ts';

const PATIENCE_MS = 300_000;

type Action = 'skip' | 'retry';

/** What a person does about a table that failed. An engine may not have it yet. */
interface Mender {
  mendTable(taskId: string, mend: { readonly action: Action; readonly table: string }): Promise<unknown>;
}

/**
 * Tables that are dropped in the middle: only they fail, and a person does without one of them and puts the other one back. In an
 * engine of this process, for the command line has no words for it.
 */
export async function dropTables(servers: TestServers, random: Random, say: (line: string) => void): Promise<FaultSum> {
  let sum: FaultSum = { injected: 0, survived: 0, rows: 0, differences: 0 };
  for (const action of ['skip', 'retry'] as const) {
    const name = `a table is dropped in the middle, and the person chooses ${action}`;
    const database = `dropped_${action}`;
    await sql(servers.source.url(), `create database ${database} template ${TEMPLATE} strategy file_copy`);
    await sql(servers.destination.url(), `create database ${database}`);
    await using task = await TestTask.create(servers, database, { objects: [{ schema: SCHEMA }], accepted: ['PG_PRIMARY_KEY'] });
    const { engine } = task;
    if (!isMender(engine)) {
      say(`left out, ${name}: the engine has no mendTable yet`);
      continue;
    }
    const table = smallTable(1 + random.below(SMALL_TABLES));
    const { rows, failure } = await dropOne({ task, engine, servers, database, table, action }).catch((error: unknown) => ({
      rows: 0,
      failure: error instanceof Error ? error.message : String(error),
    }));
    say(`${name}: ${failure === null ? 'survived' : `NOT SURVIVED, ${failure}`}`);
    const differences = failure?.startsWith('DIFFERENCE') === true ? 1 : 0;
    const survived = failure === null || differences === 1 ? 1 : 0;
    sum = {
      injected: sum.injected + 1,
      survived: sum.survived + survived,
      rows: sum.rows + rows,
      differences: sum.differences + differences,
    };
  }
  return sum;
}

function isMender(engine: object): engine is Mender {
  return 'mendTable' in engine && typeof engine.mendTable === 'function';
}

async function dropOne(init: {
  readonly task: TestTask;
  readonly engine: Mender;
  readonly servers: TestServers;
  readonly database: string;
  readonly table: string;
  readonly action: Action;
}): Promise<{ readonly rows: number; readonly failure: string | null }> {
  const { task, engine, servers, database, table, action } = init;
  const [source, destination] = [servers.source.url(database), servers.destination.url(database)];
  const id = JSON.stringify([SCHEMA, table]);
  await task.send('start');
  await becomes('copying', () => task.events.some((event) => event.kind === 'table' && event.state === 'copying'));
  await sql(source, `drop table ${SCHEMA}.${table}`);
  await becomes('a failed table', () => task.events.some((event) => event.kind === 'table' && event.id === id && event.state === 'failed'));
  if (action === 'retry') await sql(source, smallTableSql(table));
  // The others are copied to their end first; where the task then waits for the person, it has failed for that table alone.
  await becomes('the end of the copying', () => task.state.name === 'failed' || task.events.some(({ kind }) => kind === 'building'));
  await engine.mendTable(task.id, { action, table: id });
  await becomes('streaming', () => task.state.name === 'streaming');
  await task.catchesUp();
  await task.send('pause');
  if (action === 'skip') await sql(destination, `drop table if exists ${SCHEMA}.${table}`);
  const { rows, difference } = await compareDatabases(source, destination, [SCHEMA]);
  return { rows, failure: difference === null ? null : `DIFFERENCE in ${difference.table}: ${difference.detail}` };
}

async function becomes(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`no sign of ${what} after ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
