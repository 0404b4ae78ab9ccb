import { openStore } from '#engine/command/data.ts';
import type { Notice } from '#engine/engine.ts';
import { createEngine } from '#engine/index.ts';
import type { TaskConfig } from '#engine/task/config.ts';

/** What a program does that is killed on the way: it has a task follow other tables, again and again, without a rest. */
export interface Changing {
  readonly data: string;
  readonly task: string;
  readonly changes: readonly TaskConfig['objects'][];
  /** The last of them is stored, and nobody who works on the task knows; or they do. */
  readonly killed: 'saved' | 'changed';
}

const kill = () => process.kill(process.pid, 'SIGKILL');

async function main({ data, task, changes, killed }: Changing): Promise<void> {
  const store = await openStore(data);
  const save = store.saveObjects.bind(store);
  let saved = 0;
  store.saveObjects = async (...asked) => {
    await save(...asked);
    saved += 1;
    if (killed === 'saved' && saved === changes.length) kill();
  };
  const engine = createEngine({ store });
  const follows = new Promise<void>((resolve) => void engine.watch(task, (notice) => (isApplied(notice) ? resolve() : undefined)));
  await engine.start();
  if ((await engine.state(task)).name === 'paused') await engine.send(task, 'resume');
  await follows;
  for (const objects of changes) await engine.changeObjects(task, { objects, accepted: ['PG_PRIMARY_KEY'] });
  kill();
}

function isApplied(notice: Notice): boolean {
  return notice.kind === 'events' && notice.events.some(({ kind }) => kind === 'applied');
}

await main(JSON.parse(process.argv[2] ?? '') as Changing);
