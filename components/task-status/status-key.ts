/** The key one task is cached by on its status page. */
export function statusKey(taskId: string): readonly [string, string] {
  return ['task-status', taskId];
}
