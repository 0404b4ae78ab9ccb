import { z } from 'zod';
import { changing, reading } from '#lib/http/route.ts';
import { objectsChange } from '#lib/openapi/body.ts';
import { browseObjects } from '#lib/task/browse.ts';
import { changeObjects } from '#lib/task/objects-change.ts';

type Params = { readonly id: string };

const query = z.object({ schema: z.string().min(1) });

/** What one schema of the task's source holds, tables only for what belongs with them: `?schema=`. */
export const GET = reading<Params>(({ params, url }) => browseObjects(params.id, query.parse(Object.fromEntries(url.searchParams)).schema));

/** Adds tables to a task that follows changes, or takes some away; answers with the task. */
export const POST = changing<Params, typeof objectsChange>({ action: 'task.objects', body: objectsChange }, ({ params, body }) =>
  changeObjects(params.id, body),
);
