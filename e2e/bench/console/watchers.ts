import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { sql, value } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { ROUNDS, scaled } from '../settings.ts';
import { type ConsoleStage, DATABASE } from './stage.ts';

const PAGES = 200;
const BACKLOG = scaled(800_000);
const PER_TRANSACTION = 200;
/** One is not enough to tell a twentieth from the machine's own unrest. */
const TURNS = ROUNDS * 2;

/**
 * Rows a second a task applies of a backlog, with nobody looking and with its status page open two hundred times; in turns, and each
 * first as often as the other.
 */
export async function watchedRates(
  stage: ConsoleStage,
): Promise<{ readonly watched: readonly number[]; readonly alone: readonly number[] }> {
  const { client, servers } = stage;
  await sql(servers.source.url(DATABASE), 'create schema live', 'create table live.item (id bigint primary key, pad text)');
  const id = await client.startTask(stage.document('live', 'live'));
  await client.waitFor(id, following);
  const watched: number[] = [];
  const alone: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const isWatched of turn % 2 === 0 ? [false, true] : [true, false]) {
      const pages = isWatched ? await openPages(stage, id) : null;
      (isWatched ? watched : alone).push(await catchUp(stage, id));
      pages?.close();
    }
  }
  await client.need('POST', `/api/v1/tasks/${id}/signal/stop`);
  await client.waitFor(id, ({ state }: TaskView) => state.name === 'stopped');
  await client.need('DELETE', `/api/v1/tasks/${id}`);
  return { watched, alone };
}

const following = ({ state }: TaskView) => state.name === 'streaming';

/** Each begins with an empty table and nothing left to write to disk: a table that grows made the later ones three times as slow. */
async function catchUp({ client, servers }: ConsoleStage, id: string): Promise<number> {
  const [source, destination] = [servers.source.url(DATABASE), servers.destination.url(DATABASE)];
  await sql(source, 'truncate live.item');
  while ((await value(destination, LAST)) !== 'none') await pause(50);
  await client.need('POST', `/api/v1/tasks/${id}/signal/pause`);
  await client.waitFor(id, ({ state }: TaskView) => state.name === 'paused');
  const transactions = Math.ceil(BACKLOG / PER_TRANSACTION);
  await sql(
    source,
    `do $$ begin
       for n in 0..${transactions - 1} loop
         insert into live.item select n * ${PER_TRANSACTION} + i, repeat('x', 80) from generate_series(1, ${PER_TRANSACTION}) i;
         commit;
       end loop;
     end $$`,
  );
  for (const url of [source, destination]) await sql(url, 'checkpoint');
  const rows = transactions * PER_TRANSACTION;
  const began = performance.now();
  await client.need('POST', `/api/v1/tasks/${id}/signal/resume`);
  while ((await value(destination, LAST)) !== String(rows)) await pause(50);
  return rows / ((performance.now() - began) / 1_000);
}

/** Changes come in their order: where the last one is, all are. By the index, so that looking costs nothing. */
const LAST = "select coalesce(max(id)::text, 'none') from live.item";

/** As browsers do: each its own event stream, read as it comes. What they do with it costs their machines and not this one: dropped. */
async function openPages({ client, url }: ConsoleStage, id: string): Promise<{ close(): void }> {
  const open = async (): Promise<ClientRequest> => {
    const asked = get(`${url}/api/v1/tasks/${id}/events`, {
      agent: false,
      headers: { cookie: client.cookie, accept: 'text/event-stream' },
    });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) throw new Error(`The page of ${id} was answered with ${answer.statusCode}`);
    answer.on('error', () => {}).resume();
    return asked.on('error', () => {});
  };
  const pages = await Promise.all(Array.from({ length: PAGES }, open));
  return {
    close: () => {
      for (const page of pages) page.destroy();
    },
  };
}
