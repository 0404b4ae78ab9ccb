import type { DraftConfig, EndpointType } from '#engine/task/config.ts';

/** The steps of the wizard, in order; the name is the last part of the address. */
export const STEPS = ['connections', 'objects', 'advanced', 'fields', 'precheck', 'start'] as const;
export type WizardStep = (typeof STEPS)[number];

export function isStep(name: string): name is WizardStep {
  return (STEPS as readonly string[]).includes(name);
}

/** The kind of database the draft leads to; a saved connection's is known of the task alone. */
export function destinationType(
  draft: Pick<DraftConfig, 'destination'>,
  task: { readonly destination: { readonly type: EndpointType } | null },
): EndpointType {
  const { destination } = draft;
  if (destination !== undefined && !('connectionId' in destination)) return destination.type ?? 'postgresql';
  return task.destination?.type ?? 'postgresql';
}

/** Those a draft goes through: only tables that the task makes in SelectDB have fields of their own. */
export function stepsOf(
  draft: Pick<DraftConfig, 'destination' | 'types'>,
  task: { readonly destination: { readonly type: EndpointType } | null },
): readonly WizardStep[] {
  const hasFields = destinationType(draft, task) === 'selectdb' && draft.types.includes('schema');
  return STEPS.filter((step) => step !== 'fields' || hasFields);
}

export function stepPath(taskId: string, step: WizardStep): string {
  return `/tasks/${encodeURIComponent(taskId)}/configure/${step}`;
}
