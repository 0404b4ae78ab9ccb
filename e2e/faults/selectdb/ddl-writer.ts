import { type DdlRun, DdlWriter } from '../ddl-writer.ts';
import { DDL, type Moment } from './ddl.ts';
import { madeTables } from './made.ts';

const REST_MS = 700;

/** Of tables that nobody else writes to: nothing is in its way, and nothing may be refused. */
export function startDdl(run: DdlRun): DdlWriter<Moment> {
  return new DdlWriter({
    ...run,
    kinds: DDL,
    look: async (client, turn) => ({ ...turn, made: await madeTables(client) }),
    restMs: REST_MS,
  });
}
