import type pg from 'pg';
import { need, query } from '../../postgres/query.ts';
import type { RelationShape } from '../../schema/row.ts';
import { readWritten, type Written, written } from '../../schema/written.ts';
import { partsOf, wholeOf } from '../../schema/written-parts.ts';
import type { Aside } from '../aside.ts';
import type { Applier } from './apply.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

const KEEP = 'insert into opendts.task_aside (task_id, refused_id, behind, said, content) values ($1, $2, $3, $4, $5)';
/** Neighbours up to so many and so many bytes, at least one. The length of what is kept out of its row is told without reading it. */
const NEXT = `select number, said, content
  from (select number, said, content, sum(size) over (order by number) - size as before
    from (select number, said, content, octet_length(said) + octet_length(content) as size from opendts.task_aside
      where task_id = $1 and refused_id = $2 and behind = $3 and number > $4 order by number limit $5) as next) as near
  where before < $6 order by number`;
const FORGET = 'delete from opendts.task_aside where task_id = $1 and refused_id = $2 and behind <= $3';

export interface AsideLimits {
  /** Bytes of rows that are written, and read, as one value: those of one change may be up to a gigabyte. */
  readonly part: number;
  /** What is read at once: a quiet table has a value for each change, and each took several round trips. */
  readonly values: number;
  readonly bytes: number;
}

const LIMITS: AsideLimits = { part: 16 << 20, values: 5_000, bytes: 4 << 20 };

interface Row extends Written {
  readonly number: number;
}

/** In a table beside the marks, so that a crash has what was set aside or comes by it again. */
export function asideOf(taskId: string, applier: () => Pick<Applier, 'within'>, limits: AsideLimits = LIMITS): Aside {
  /** Of what is read from one beginning. */
  let shapes = new Map<string, RelationShape>();
  const read = async (refused: string, behind: number, after: number): Promise<readonly Row[]> => {
    const found: Row[] = [];
    await applier().within(async (client) => {
      const rows = await query(client, SCOPE, NEXT, [taskId, refused, behind, after, limits.values, limits.bytes]);
      for (const { number, said, content } of rows)
        found.push({ number: Number(need(number)), said: need(said), bytes: Buffer.from(need(content).slice(2), 'hex') });
    });
    return found;
  };
  return {
    keep: async (refused, behind, changes) => {
      const parts = partsOf(written(changes), limits.part);
      await applier().within(async (client) => {
        for (const { said, bytes } of parts) await query(client, SCOPE, KEEP, [taskId, refused, behind, said, bytes]);
      });
    },
    next: async (refused, behind, after) => {
      if (after === null) shapes = new Map();
      const rows: Row[] = [];
      // One that begins at the end of what is read is left to the next time, unless it is the first.
      for (let from: number | null = after ?? 0; from !== null; from = rows.at(-1)?.number ?? null) {
        const more = await read(refused, behind, from);
        rows.push(...more);
        const whole = wholeOf(rows);
        const last = rows[whole.reduce((sum, { parts }) => sum + parts, 0) - 1];
        if (last !== undefined) return { number: last.number, changes: whole.flatMap((each) => readWritten(each, shapes)) };
        if (more.length === 0 && rows.length > 0) throw new Error('The end of changes that were kept is not there.');
      }
      return null;
    },
    forget: (refused, behind) =>
      applier().within(async (client) => {
        await query(client, SCOPE, FORGET, [taskId, refused, behind]);
      }),
  };
}

/** Nothing waits for these commands any more: a part of the transaction that is open. */
export async function forgetAside(client: pg.ClientBase, taskId: string, refused: readonly string[]): Promise<void> {
  await query(client, SCOPE, 'delete from opendts.task_aside where task_id = $1 and refused_id = any ($2)', [taskId, refused]);
}
