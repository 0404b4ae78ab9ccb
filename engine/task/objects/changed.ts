import type { Plan } from '../../plan/plan.ts';
import type { TaskConfig } from '../config.ts';

/** What a change of objects has made of a task's document and plan: the parts that it may have touched, as they are stored. */
export interface ObjectsChanged extends Required<Pick<Plan, 'joining' | 'joins' | 'away' | 'skippedTables'>> {
  readonly objects: TaskConfig['objects'];
}

export function changedObjects(
  objects: TaskConfig['objects'],
  { joining = [], joins = 0, away = [], skippedTables = [] }: Plan,
): ObjectsChanged {
  return { objects, joining, joins, away, skippedTables };
}
