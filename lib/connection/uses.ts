import { metadata } from '#lib/metadata/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { TaskUse } from './view.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly side: 'source' | 'destination';
  readonly connection: string;
  readonly draft: boolean;
}

/** The tasks that lead through saved connections, by connection; in one question, which looks at no task where there are none. */
export async function usesByConnection(): Promise<ReadonlyMap<string, readonly TaskUse[]>> {
  const rows = await metadata().$queryRaw<Row[]>`
    select t.id, t.name, side, c.id as connection, t.started_at is null as draft
    from task t cross join unnest(array['source', 'destination']) side
    join connection c on c.id = t.config #>> array[side, 'connectionId']
    order by t.created_at desc`;
  const uses = new Map<string, TaskUse[]>();
  for (const { connection, ...use } of rows) uses.set(connection, [...(uses.get(connection) ?? []), use]);
  return uses;
}

/**
 * What a precheck found through a connection as it was says nothing about it as it is: tasks that have not started are drafts again.
 * To be stored with the connection or not at all: after a crash between the two they would start without a precheck.
 */
export function draftsAgain(id: string) {
  return metadata().task.updateMany({
    where: { ...leadsThrough(id), startedAt: null },
    data: { state: { name: 'draft' }, stateName: 'draft', findings: Prisma.DbNull, checkedAt: null },
  });
}

/** The tasks that lead through a saved connection. */
export function tasksThrough(id: string) {
  return metadata().task.findMany({
    where: leadsThrough(id),
    select: { id: true, name: true, stateName: true, startedAt: true },
    orderBy: { createdAt: 'desc' },
  });
}

function leadsThrough(id: string): Prisma.TaskWhereInput {
  return { OR: ['source', 'destination'].map((side) => ({ config: { path: [side, 'connectionId'], equals: id } })) };
}
