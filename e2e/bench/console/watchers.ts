import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { sql, value } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { ROUNDS, scaled } from '../settings.ts';
import { type ConsoleStage, DATABASE } from './stage.ts';

const PAGES = 200;
const BACKLOG = scaled(400_000);

/** Rows a second a task applies of a backlog, with nobody looking and with its status page open two hundred times; in turns. */
export async function watchedRates(
  stage: ConsoleStage,
): Promise<{ readonly watched: readonly number[]; readonly alone: readonly number[] }> {
  const { client, servers } = stage;
  await sql(servers.source.url(DATABASE), 'create schema live', 'create table live.item (id bigint primary key, round int, pad text)');
  const id = await client.startTask(stage.document('live', 'live'));
  await client.waitFor(id, following);
  const watched: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await catchUp(stage, id, round * 2));
    const pages = await openPages(stage, id);
    watched.push(await catchUp(stage, id, round * 2 + 1));
    pages.close();
  }
  await client.need('POST', `/api/v1/tasks/${id}/signal/stop`);
  await client.waitFor(id, ({ state }: TaskView) => state.name === 'stopped');
  await client.need('DELETE', `/api/v1/tasks/${id}`);
  return { watched, alone };
}

const following = ({ state }: TaskView) => state.name === 'streaming';

async function catchUp({ client, servers }: ConsoleStage, id: string, round: number): Promise<number> {
  await client.need('POST', `/api/v1/tasks/${id}/signal/pause`);
  await client.waitFor(id, ({ state }: TaskView) => state.name === 'paused');
  const perTransaction = 200;
  await sql(
    servers.source.url(DATABASE),
    `do $$ begin
       for n in 1..${Math.ceil(BACKLOG / perTransaction)} loop
         insert into live.item select ${round}::bigint * 10000000 + n * ${perTransaction} + i, ${round}, repeat('x', 80)
           from generate_series(0, ${perTransaction - 1}) i;
         commit;
       end loop;
     end $$`,
  );
  const wanted = await value(servers.source.url(DATABASE), `select count(*) from live.item where round = ${round}`);
  const began = performance.now();
  await client.need('POST', `/api/v1/tasks/${id}/signal/resume`);
  while ((await value(servers.destination.url(DATABASE), `select count(*) from live.item where round = ${round}`)) !== wanted)
    await pause(50);
  return Number(wanted) / ((performance.now() - began) / 1_000);
}

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
