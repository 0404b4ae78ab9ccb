import type { Joining } from '../../plan/plan.ts';
import type { TaskConfig } from '../config.ts';

/** What joins, as a task of its own that is never stored: its rows are copied whatever the task itself has copied. */
export function joiningConfig(config: TaskConfig, { objects, accepted }: Pick<Joining, 'objects' | 'accepted'>): TaskConfig {
  const { topology: _, ...rest } = config;
  return {
    ...rest,
    kind: 'migration',
    types: config.types.includes('schema') ? ['schema', 'full', 'incremental'] : ['full', 'incremental'],
    objects,
    accepted: [...accepted],
    // Both are of the whole database, and were dealt with when the task began.
    full: { ...config.full, largeObjects: false },
    structure: { ...config.structure, eventTriggers: [] },
  };
}

/** Names what joining tables keep at both sides until they are in. */
export function joiningId(taskId: string, { id }: Pick<Joining, 'id'>): string {
  return `${taskId} ${id}`;
}
