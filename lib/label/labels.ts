import { z } from 'zod';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from '#lib/task/hub.ts';
import { listGroups, requireGroup } from './groups.ts';
import { listTags, requireTag } from './tags.ts';
import type { Labels } from './view.ts';

export async function listLabels(): Promise<Labels> {
  const [groups, tags] = await Promise.all([listGroups(), listTags()]);
  return { groups, tags };
}

const MOST = 5_000;

/** What is given to tasks; what is absent stays as it is, and `tag: null` takes the tag away. */
export const assignForm = z.strictObject({
  ids: z.array(z.string().min(1).max(64)).min(1).max(MOST),
  group: z.string().min(1).optional(),
  tag: z.string().min(1).nullable().optional(),
});

/**
 * Puts tasks into a group, and gives them a tag; whatever state they are in, for it changes nothing of what they do.
 * @throws EngineError `group.not-found`, `tag.not-found`
 */
export async function assignLabels({ ids, group, tag }: z.infer<typeof assignForm>): Promise<{ readonly changed: number }> {
  if (group !== undefined) await requireGroup(group);
  if (tag !== undefined && tag !== null) await requireTag(tag);
  const data = { ...(group === undefined ? {} : { groupId: group }), ...(tag === undefined ? {} : { tagId: tag }) };
  const { count } = await metadata().task.updateMany({ where: { id: { in: ids } }, data });
  for (const id of ids) taskHub().publish(id, { kind: 'document' });
  return { changed: count };
}
