import type { TaskEvent } from './event.ts';

type LogEvent = Extract<TaskEvent, { kind: 'log' }>;

/** A line of the task's log, of now. */
export function logged(level: 'info' | 'warn', said: Pick<LogEvent, 'code' | 'message' | 'hint' | 'table'>): LogEvent {
  return { kind: 'log', at: Date.now(), level, ...said };
}
