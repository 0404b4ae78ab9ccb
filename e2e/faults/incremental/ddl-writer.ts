import { type DdlRun, DdlWriter } from '../ddl-writer.ts';
import { COLUMNS } from './ddl-columns.ts';
import type { Ddl, Moment } from './ddl-moment.ts';
import { TABLE_DDL } from './ddl-tables.ts';
import { shapeOf } from './shape.ts';
import { EXPECTED } from './writer.ts';

const KINDS: readonly Ddl[] = [...COLUMNS, ...TABLE_DDL];
const REST_MS = 900;
const LOCK_TIMEOUT_MS = 1_000;

/** Of the tables that the load writes to: either may be in the other's way. */
export function startDdl(run: DdlRun & { readonly serial: number }): DdlWriter<Moment> {
  return new DdlWriter({
    ...run,
    kinds: KINDS,
    look: async (client, turn) => ({ ...turn, shape: await shapeOf(client) }),
    restMs: REST_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    expected: EXPECTED,
  });
}
