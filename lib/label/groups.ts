import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { metadata } from '#lib/metadata/client.ts';
import type { ResourceGroup as Row } from '#prisma/generated/client.ts';
import { builtIn, inUse, labelName, nameTaken, notFound } from './refusals.ts';
import { DEFAULT_GROUP, type GroupView } from './view.ts';

export const groupForm = z.strictObject({ name: labelName });

const WITH_TASKS = { _count: { select: { tasks: true } } } as const;

/** The default one first, the others by name. */
export async function listGroups(): Promise<readonly GroupView[]> {
  const rows = await metadata().resourceGroup.findMany({ include: WITH_TASKS, orderBy: { name: 'asc' } });
  return rows.map(view).sort((a, b) => Number(b.builtIn) - Number(a.builtIn));
}

/**
 * Makes a group (`id` null) or renames one.
 * @throws EngineError `group.not-found`, `group.built-in`, `group.name-taken`
 */
export async function saveGroup(id: string | null, { name }: z.infer<typeof groupForm>): Promise<GroupView> {
  if (id !== null && (await requireGroup(id)).id === DEFAULT_GROUP) throw builtIn('group', id);
  const taken = await metadata().resourceGroup.findFirst({ where: { name: { equals: name, mode: 'insensitive' } } });
  if (taken !== null && taken.id !== id) throw nameTaken('group', name);
  const include = WITH_TASKS;
  if (id === null) return view(await metadata().resourceGroup.create({ data: { id: randomUUID(), name }, include }));
  return view(await metadata().resourceGroup.update({ where: { id }, data: { name }, include }));
}

/** @throws EngineError `group.in-use` naming tasks that belong to it */
export async function removeGroup(id: string): Promise<void> {
  const { name } = await requireGroup(id);
  if (id === DEFAULT_GROUP) throw builtIn('group', id);
  const tasks = await metadata().task.findMany({ where: { groupId: id }, select: { name: true }, orderBy: { name: 'asc' } });
  if (tasks.length > 0) throw inUse('group', name, tasks);
  await metadata().resourceGroup.delete({ where: { id } });
}

export async function requireGroup(id: string): Promise<Row> {
  const row = await metadata().resourceGroup.findUnique({ where: { id } });
  if (row === null) throw notFound('group', id);
  return row;
}

function view(row: Row & { readonly _count: { readonly tasks: number } }): GroupView {
  const { id, name, createdAt } = row;
  return { id, name, builtIn: id === DEFAULT_GROUP, tasks: row._count.tasks, createdAt: createdAt.toISOString() };
}
