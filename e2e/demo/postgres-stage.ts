import { rm } from 'node:fs/promises';
import pg from 'pg';
import { type TaskConfig, taskConfig } from '#engine/task/config.ts';
import type { PostgresServer } from '#lib/postgres/server.ts';
import { SCHEMAS } from './dataset.ts';
import { DATABASE, type Stack, startStack } from './stack.ts';
import type { Eye, Stage } from './stage.ts';
import { judge } from './verdict.ts';

/** The shop into another PostgreSQL. Both databases stay in `dir` for the next time. */
export async function postgresStage(dir: string, signal: AbortSignal): Promise<Stage> {
  const { source, destination, fresh, stop }: Stack = await startStack(dir, signal);
  return {
    source,
    destination: endpointOf(destination),
    place: `${destination.host}:${destination.port}, database ${DATABASE}, account ${destination.user}`,
    news: fresh ? 'The shop is loaded.' : 'The shop of the last demo is still there.',
    farewell: `the databases are kept in ${dir}`,
    task: (name) =>
      taskConfig.parse({
        name,
        source: endpointOf(source),
        destination: endpointOf(destination),
        types: ['schema', 'full', 'incremental'],
        objects: SCHEMAS.map((schema) => ({ schema })),
        // The shop has tables without a key on purpose.
        accepted: ['PG_PRIMARY_KEY'],
      }),
    judge: () => judge(source.url(DATABASE), destination.url(DATABASE)),
    openEye: () => openEye(destination.url(DATABASE)),
    stop,
    remove: async () => {
      await stop();
      // The data may lie outside the folder, where the servers' account can reach it.
      for (const server of [source, destination]) await rm(server.dir, { recursive: true, force: true });
    },
  };
}

/** How a task document, or the console, reaches the shop on a server of the demo. */
export function endpointOf({ host, port, user, password }: PostgresServer): TaskConfig['source'] {
  return { type: 'postgresql', host, port, database: DATABASE, user, password, tls: { mode: 'disable' } };
}

async function openEye(url: string): Promise<Eye> {
  const client = new pg.Client({ connectionString: url, application_name: 'opendts demo probe' });
  client.on('error', () => {});
  await client.connect();
  return {
    everyMs: 2,
    orders: async (day) => {
      const { rows } = await client.query<{ orders: number }>('select orders from sales.daily_total where day = $1', [day]);
      return rows[0]?.orders ?? null;
    },
    close: () => client.end(),
  };
}
