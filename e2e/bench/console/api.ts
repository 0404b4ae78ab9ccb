import { performance } from 'node:perf_hooks';
import { sql } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { scaled } from '../settings.ts';
import { type ConsoleStage, DATABASE } from './stage.ts';

const REQUESTS = 300;
const ROWS = scaled(6_000_000);

/** What a person's browser asks of a console while one looks at a task. */
function pathsOf(id: string): readonly string[] {
  return [`/api/v1/tasks/${id}`, '/api/v1/overview', '/api/v1/connections', `/api/v1/tasks/${id}/log?limit=50`];
}

/** Milliseconds that 99 of 100 requests take at most: while nothing runs, and while rows are copied as fast as they come. */
export async function apiTimes(stage: ConsoleStage): Promise<{ readonly idle: number; readonly loaded: number }> {
  const { client, servers } = stage;
  await sql(
    servers.source.url(DATABASE),
    'create schema bulk',
    'create table bulk.item (id bigint, pad text)',
    `insert into bulk.item select n, repeat('p', 200) from generate_series(1, ${ROWS}) n`,
  );
  const { id: other } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  await ask(stage, pathsOf(other), () => false);
  const idle = await ask(stage, pathsOf(other), () => false);
  const id = await client.startTask({ ...stage.document('bulk', 'bulk'), types: ['schema', 'full'] });
  await client.waitFor(id, ({ state }: TaskView) => state.name === 'loading' || state.name === 'finished');
  let over = false;
  const watch = client
    .waitFor(id, ({ state }: TaskView) => state.name === 'finished')
    .finally(() => {
      over = true;
    });
  const loaded = await ask(stage, pathsOf(id), () => over);
  await watch;
  await client.need('DELETE', `/api/v1/tasks/${id}`);
  await client.need('DELETE', `/api/v1/tasks/${other}`);
  return { idle, loaded };
}

async function ask({ client }: ConsoleStage, paths: readonly string[], over: () => boolean): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < REQUESTS && !over(); n += 1) {
    const began = performance.now();
    await client.need('GET', paths[n % paths.length] ?? '/api/v1/overview');
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * 0.99))] ?? Number.NaN;
}
