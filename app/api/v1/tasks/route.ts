import { changing, reading } from '#lib/http/route.ts';
import { listTasks } from '#lib/task/queries.ts';
import { createTask } from '#lib/task/verbs.ts';

export const GET = reading(() => listTasks());

/** A new draft; answers with its id. */
export const POST = changing({ action: 'task.create' }, ({ person }) => createTask(person.id));
