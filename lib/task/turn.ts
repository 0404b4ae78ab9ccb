import { perProcess } from '#lib/process.ts';

/**
 * Does one thing at a time with a task. A verb reads the task, decides, and writes: two of them interleaved (an edit and a start, a
 * precheck's end and an edit) would each undo or outrun what the other decided on. One process runs on a metadata store, so its
 * own turns are all there are.
 */
export async function inTurn<T>(taskId: string, work: () => Promise<T>): Promise<T> {
  const turns = perProcess('task-turns', () => new Map<string, Promise<unknown>>());
  const turn = (turns.get(taskId) ?? Promise.resolve()).then(work);
  const done = turn.catch(() => {});
  turns.set(taskId, done);
  try {
    return await turn;
  } finally {
    if (turns.get(taskId) === done) turns.delete(taskId);
  }
}

/** The same with several at once; waited for in one order, or two who want the same ones would wait for each other. */
export function inTurns<T>(taskIds: readonly string[], work: () => Promise<T>): Promise<T> {
  const inAll = [...new Set(taskIds)].sort().reduceRight((inner, id) => () => inTurn(id, inner), work);
  return inAll();
}
