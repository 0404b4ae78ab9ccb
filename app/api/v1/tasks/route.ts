import { taskKind } from '#engine/task/config.ts';
import { readJsonIfAny } from '#lib/http/body.ts';
import { changing, reading } from '#lib/http/route.ts';
import { taskDocument } from '#lib/openapi/body.ts';
import { createTaskOf } from '#lib/task/create.ts';
import { listTasks } from '#lib/task/list.ts';
import { createTask } from '#lib/task/verbs.ts';

const kindOf = (url: URL) => taskKind.optional().parse(url.searchParams.get('kind') ?? undefined);

/** All tasks, or those of one `?kind=`. */
export const GET = reading(({ url }) => {
  const kind = kindOf(url);
  return listTasks(kind === undefined ? {} : { kind });
});

/** A new draft, answers with its id: of a document, or an empty one, of a migration unless `?kind=` says otherwise. */
export const POST = changing({ action: 'task.create' }, async ({ person, url, request }) => {
  const document = taskDocument.optional().parse(await readJsonIfAny(request));
  return document === undefined ? createTask(person.id, kindOf(url)) : createTaskOf(person.id, document);
});
