import { isSavedEndpoint, missingFields } from '#components/connection/endpoint.ts';
import { advancedConfig, type DraftConfig, type DraftEndpoint } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { STEPS, type WizardStep } from './steps.ts';

/** Whether an endpoint says where it leads; the password may be empty. */
export function isFilled(endpoint: DraftEndpoint | undefined): boolean {
  if (endpoint === undefined) return false;
  return isSavedEndpoint(endpoint) || missingFields(endpoint).length === 0;
}

/** Steps that can hold one up. The tables' fields have defaults, and what cannot be made is told by the precheck. */
type Gate = Exclude<WizardStep, 'fields'>;
const GATES = STEPS.filter((step): step is Gate => step !== 'fields');

function isComplete(step: Gate, draft: DraftConfig, state: TaskState): boolean {
  switch (step) {
    case 'connections':
      return draft.name.trim() !== '' && isFilled(draft.source) && isFilled(draft.destination);
    case 'objects':
      return draft.objects.length > 0 && draft.types.length > 0;
    case 'advanced':
      return advancedConfig.safeParse(draft.advanced).success;
    case 'precheck':
      return state.name === 'ready';
    case 'start':
      return false;
  }
}

/** The first step that lacks something; what comes after it cannot be opened yet. */
export function furthestStep(draft: DraftConfig, state: TaskState): Gate {
  return GATES.find((step) => !isComplete(step, draft, state)) ?? 'start';
}

export function isReachable(step: WizardStep, furthest: WizardStep): boolean {
  return STEPS.indexOf(step) <= STEPS.indexOf(furthest);
}
