import { sql } from '../../faults/servers.ts';
import { contents, type Depth, requireSame } from '../contents.ts';
import { checkpoint, type Stage } from '../stage.ts';

/** One run into a database of its own: nothing left to write before, everything there after, and then gone. */
export async function attempt<T>(
  stage: Stage,
  init: {
    readonly to: string;
    /** Statements before the clock starts. */
    readonly make: readonly string[];
    /** The source's contents, as deep as they are to be compared. */
    readonly wanted: readonly string[];
    readonly depth: Depth;
    readonly work: () => Promise<T>;
  },
): Promise<T> {
  const { to, make, wanted, depth, work } = init;
  const { destination } = stage;
  await sql(destination.url(), `create database ${to}`);
  await sql(destination.url(to), ...make);
  await checkpoint(stage);
  const result = await work();
  requireSame(to, await contents(destination.url(to), depth), wanted);
  await sql(destination.url(), `drop database ${to} with (force)`);
  return result;
}
