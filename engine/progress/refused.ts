import type { RefusedDdl, RefusedDdls } from '../plan/refused-ddl.ts';

/** A command that the destination refused, as people are shown it. */
export interface RefusedStatement
  extends Pick<RefusedDdl, 'id' | 'attempt' | 'stops' | 'tag' | 'object' | 'sql' | 'error' | 'at' | 'tables'> {
  /** Changes of its tables are set aside, and its rows stay. Absent: they are passed over, and the rows copied again. */
  readonly aside?: true;
  /** Commands of these tables that wait behind it. */
  readonly behind: number;
  /** What a person has answered and what is not done yet. */
  readonly answer: 'retry' | 'skip' | null;
}

export function shownRefused(refused: RefusedDdls): readonly RefusedStatement[] {
  return [...refused.values()].map(({ plans: _, queue, aside, ...shown }) => ({
    ...shown,
    ...(aside === undefined ? {} : { aside: true }),
    behind: Math.max(0, queue.length - 1),
    answer: null,
  }));
}
