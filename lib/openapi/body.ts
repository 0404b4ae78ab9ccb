import { z } from 'zod';
import { draftConfig, schemaSelection } from '#engine/task/config.ts';

/** What `POST /api/v1/tasks` takes: a task document, whole or with parts still to come; without a name it gets one. */
export const taskDocument = draftConfig.extend({ name: draftConfig.shape.name.trim().optional() });

/** What is sent to ignore a warning. */
const acceptance = z.strictObject({ accepted: z.boolean() });

/** The whole objects section of a task that follows changes, as it is to be from now on. */
export const objectsChange = z.strictObject({
  objects: z.array(schemaSelection).min(1),
  revision: z.string().min(1).optional().describe('Of the document it was made from; absent: whatever is stored is replaced'),
  accepted: z.array(z.string()).default([]).describe('Precheck items whose warnings about what is added are accepted'),
});
export type ObjectsChange = z.infer<typeof objectsChange>;

export const BODIES = { TaskDocument: taskDocument, Acceptance: acceptance, ObjectsChange: objectsChange } as const;
