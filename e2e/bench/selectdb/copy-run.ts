import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { address, type Stage } from '../stage.ts';

/** What reading alone takes: the same rows, in the same form, to a client that does nothing with them. Seconds. */
export async function copyAway(
  stage: Stage,
  psql: string,
  { database, table }: { readonly database: string; readonly table: string },
): Promise<number> {
  const begun = performance.now();
  const child = spawn(psql, ['-X', '-q', '-c', `copy bench.${table} to stdout`, address(stage.source, database)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...stage.env },
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`psql ended with ${code}`);
  return (performance.now() - begun) / 1000;
}
