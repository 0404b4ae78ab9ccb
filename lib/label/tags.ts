import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { metadata } from '#lib/metadata/client.ts';
import type { EnvironmentTag as Row } from '#prisma/generated/client.ts';
import { TAG_COLOURS, type TagColour } from './colour.ts';
import { builtIn, inUse, labelName, nameTaken, notFound } from './refusals.ts';
import type { TagView } from './view.ts';

export const tagForm = z.strictObject({ name: labelName, colour: z.enum(TAG_COLOURS) });

/** In this order, before those of people. */
const BUILT_IN = ['production', 'staging', 'test'];

const WITH_TASKS = { _count: { select: { tasks: true } } } as const;

export async function listTags(): Promise<readonly TagView[]> {
  const rows = await metadata().environmentTag.findMany({ include: WITH_TASKS, orderBy: { name: 'asc' } });
  const place = (id: string): number => (BUILT_IN.includes(id) ? BUILT_IN.indexOf(id) : BUILT_IN.length);
  return rows.map(view).sort((a, b) => place(a.id) - place(b.id));
}

/**
 * Makes a tag (`id` null) or changes one; of one that was always there the colour alone.
 * @throws EngineError `tag.not-found`, `tag.built-in`, `tag.name-taken`
 */
export async function saveTag(id: string | null, form: z.infer<typeof tagForm>): Promise<TagView> {
  const stored = id === null ? null : await requireTag(id);
  if (stored !== null && BUILT_IN.includes(stored.id) && form.name !== stored.name) throw builtIn('tag', stored.name);
  const taken = await metadata().environmentTag.findFirst({ where: { name: { equals: form.name, mode: 'insensitive' } } });
  if (taken !== null && taken.id !== id) throw nameTaken('tag', form.name);
  const include = WITH_TASKS;
  if (id === null) return view(await metadata().environmentTag.create({ data: { id: randomUUID(), ...form }, include }));
  return view(await metadata().environmentTag.update({ where: { id }, data: form, include }));
}

/** @throws EngineError `tag.in-use` naming tasks that have it */
export async function removeTag(id: string): Promise<void> {
  const { name } = await requireTag(id);
  if (BUILT_IN.includes(id)) throw builtIn('tag', name);
  const tasks = await metadata().task.findMany({ where: { tagId: id }, select: { name: true }, orderBy: { name: 'asc' } });
  if (tasks.length > 0) throw inUse('tag', name, tasks);
  await metadata().environmentTag.delete({ where: { id } });
}

export async function requireTag(id: string): Promise<Row> {
  const row = await metadata().environmentTag.findUnique({ where: { id } });
  if (row === null) throw notFound('tag', id);
  return row;
}

function view(row: Row & { readonly _count: { readonly tasks: number } }): TagView {
  const { id, name, createdAt } = row;
  const colour: TagColour = TAG_COLOURS.find((each) => each === row.colour) ?? 'grey';
  return { id, name, colour, builtIn: BUILT_IN.includes(id), tasks: row._count.tasks, createdAt: createdAt.toISOString() };
}
