import { sql } from './servers.ts';
import type { TaskOptions, TestTask } from './test-task.ts';

/** One stream, slow enough to be stopped between slices. */
export const SLOW: TaskOptions = {
  objects: [{ schema: 'public' }],
  accepted: ['PG_PRIMARY_KEY'],
  full: { sliceMegabytes: 1, streams: 1, throttle: { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 2 } },
};

/** Under how many views the big table was read. */
export const VIEWS = "select count(distinct position) from opendts.task_slice where table_id like '%big%'";

/** An empty table that is cut in slices when it is filled. */
export const BIG = `create table big (id int primary key, n int not null default 0, email text unique, long text);
  alter table big alter column long set storage external`;

/** About 1 KB a row in the heap; every tenth has a value in TOAST. */
export async function fillBig(url: string): Promise<void> {
  const long = 'case when i % 10 = 0 then repeat(md5(i::text), 100) end';
  await sql(url, `insert into big select i, 0, repeat('e', 900) || i, ${long} from generate_series(1, 6000) i`);
}

/** Starts and pauses when `slices` of the big table are durable. */
export async function pauseAfter(task: TestTask, slices: number, signal: 'start' | 'resume' = 'start'): Promise<void> {
  await task.send(signal);
  await task.when(() =>
    task.events.some((event) => event.kind === 'table' && event.id.includes('big') && (event.slices?.done ?? 0) >= slices),
  );
  await task.send('pause');
}

/** Asks again until it is so. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
