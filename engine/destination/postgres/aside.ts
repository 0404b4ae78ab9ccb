import type pg from 'pg';
import { need, query, type TextRow } from '../../postgres/query.ts';
import { readWritten, written } from '../../schema/written.ts';
import type { Aside } from '../aside.ts';
import type { Applier } from './apply.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

const KEEP = 'insert into opendts.task_aside (task_id, refused_id, behind, said, content) values ($1, $2, $3, $4, $5)';
const NEXT = `select number, said, content from opendts.task_aside
  where task_id = $1 and refused_id = $2 and behind = $3 and number > $4 order by number limit 1`;
const FORGET = 'delete from opendts.task_aside where task_id = $1 and refused_id = $2 and behind <= $3';

/** In a table beside the marks, so that a crash has what was set aside or comes by it again. */
export function asideOf(taskId: string, applier: () => Pick<Applier, 'within'>): Aside {
  const run = async (sql: string, values: readonly unknown[]): Promise<readonly TextRow[]> => {
    const found: { rows: readonly TextRow[] } = { rows: [] };
    await applier().within(async (client) => {
      found.rows = await query(client, SCOPE, sql, [taskId, ...values]);
    });
    return found.rows;
  };
  return {
    keep: async (refused, behind, changes) => {
      const { said, bytes } = written(changes);
      await run(KEEP, [refused, behind, said, bytes]);
    },
    next: async (refused, behind, after) => {
      const [row] = await run(NEXT, [refused, behind, after ?? 0]);
      if (row === undefined) return null;
      const bytes = Buffer.from(need(row.content).slice(2), 'hex');
      return { number: Number(need(row.number)), changes: readWritten({ said: need(row.said), bytes }) };
    },
    forget: async (refused, behind) => {
      await run(FORGET, [refused, behind]);
    },
  };
}

/** Nothing waits for these commands any more: a part of the transaction that is open. */
export async function forgetAside(client: pg.ClientBase, taskId: string, refused: readonly string[]): Promise<void> {
  await query(client, SCOPE, 'delete from opendts.task_aside where task_id = $1 and refused_id = any ($2)', [taskId, refused]);
}
