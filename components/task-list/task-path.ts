import { isDraft } from '#components/task/state.ts';
import { stepPath } from '#components/wizard/steps.ts';
import type { StateName } from '#engine/task/state.ts';

/** The status page, or for a task that never started the step of the wizard it waits at. */
export function taskPath({ id, state: { name } }: { readonly id: string; readonly state: { readonly name: StateName } }): string {
  if (!isDraft(name)) return `/tasks/${encodeURIComponent(id)}`;
  return stepPath(id, name === 'draft' ? 'connections' : name === 'ready' ? 'start' : 'precheck');
}
