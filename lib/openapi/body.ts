import { z } from 'zod';
import { draftConfig, schemaSelection } from '#engine/task/config.ts';
import { meaning } from '#lib/meaning.ts';

/** What `POST /api/v1/tasks` takes: a task document, whole or with parts still to come; without a name it gets one. */
export const taskDocument = draftConfig.extend({ name: draftConfig.shape.name.trim().optional() });

/** What is sent to ignore a warning. */
const acceptance = z.strictObject({ accepted: z.boolean() });

/** The whole objects section of a task that follows changes, as it is to be from now on. */
export const objectsChange = z.strictObject({
  objects: z.array(schemaSelection).min(1),
  revision: z
    .string()
    .min(1)
    .optional()
    .meta(
      meaning('Of the document it was made from; absent: whatever is stored is replaced', '所依据的文档版本；不填则直接覆盖已保存的内容'),
    ),
  accepted: z
    .array(z.string())
    .default([])
    .meta(meaning('Precheck items whose warnings about what is added are accepted', '已接受的、关于新增对象的预检查告警项')),
});
export type ObjectsChange = z.infer<typeof objectsChange>;

export const BODIES = { TaskDocument: taskDocument, Acceptance: acceptance, ObjectsChange: objectsChange } as const;
