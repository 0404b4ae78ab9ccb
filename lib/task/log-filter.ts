import type { Level } from '#engine/progress/event.ts';
import type { LogLine } from './view.ts';

/** What is shown of a log. Null and empty: no matter which. */
export interface LogFilter {
  readonly level: Level | null;
  /** Searched in both languages, in any case. */
  readonly q: string;
  /** The first moment that counts, in milliseconds since 1970. */
  readonly from: number | null;
  /** The first one after it that does not. */
  readonly to: number | null;
}

export const WHOLE_LOG: LogFilter = { level: null, q: '', from: null, to: null };

/** The same as the store's own search (log.ts): lines that come live are chosen here. */
export function matchesLog({ level, at, message, hint, code, table }: LogLine, filter: LogFilter): boolean {
  if (filter.level !== null && level !== filter.level) return false;
  if (filter.from !== null && at < filter.from) return false;
  if (filter.to !== null && at >= filter.to) return false;
  const wanted = filter.q.trim().toLowerCase();
  if (wanted === '') return true;
  return [message.en, message.zh, hint?.en, hint?.zh, code, table].some((part) => part?.toLowerCase().includes(wanted));
}

/** As `GET /tasks/ID/log` takes it. */
export function logSearch({ level, q, from, to }: LogFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (level !== null) params.set('level', level);
  if (q.trim() !== '') params.set('q', q.trim());
  if (from !== null) params.set('from', new Date(from).toISOString());
  if (to !== null) params.set('to', new Date(to).toISOString());
  return params;
}
