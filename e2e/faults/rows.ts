import { value } from './servers.ts';
import type { TestTask } from './test-task.ts';

/** The one column of an answer. */
export async function list(url: string, query: string): Promise<readonly string[]> {
  return JSON.parse((await value(url, `select coalesce(json_agg(x), '[]') from (${query}) as q(x)`)) ?? '[]') as readonly string[];
}

/** All rows of a table, each as one line. */
export async function rows(url: string, table: string): Promise<readonly string[]> {
  return (await list(url, `select t::text from ${table} as t order by 1`)).map((line) => line.slice(1, -1));
}

/** What was told of SQL operations that are not chosen, one line each, in their order. */
export function ignored(task: TestTask): readonly string[] {
  return task.events.flatMap((event) =>
    event.kind === 'log' && (event.code === 'apply.passed-over' || event.code === 'ddl.not-chosen') ? [event.message.en] : [],
  );
}
