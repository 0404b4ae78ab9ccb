import type { TaskKind } from '#engine/task/config.ts';
import type { StateName } from '#engine/task/state.ts';
import { metadata } from '#lib/metadata/client.ts';

/** As many as fit under one another without scrolling. */
const MOST = 8;

export interface FoundTask {
  readonly id: string;
  readonly name: string;
  readonly kind: TaskKind;
  readonly state: StateName;
}

/** Tasks whose name or id contains `words`, those changed last first. */
export async function searchTasks(words: string): Promise<readonly FoundTask[]> {
  if (words === '') return [];
  // To LIKE these mean something else than themselves.
  const contains = { contains: words.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const;
  const rows = await metadata().task.findMany({
    where: { OR: [{ name: contains }, { id: contains }] },
    select: { id: true, name: true, kind: true, stateName: true },
    orderBy: { updatedAt: 'desc' },
    take: MOST,
  });
  return rows.map(({ id, name, kind, stateName }) => ({ id, name, kind: kind as TaskKind, state: stateName as StateName }));
}
