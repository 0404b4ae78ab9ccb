/** The steps of the wizard, in order; the name is the last part of the address. */
export const STEPS = ['connections', 'objects', 'advanced', 'precheck', 'start'] as const;
export type WizardStep = (typeof STEPS)[number];

export function isStep(name: string): name is WizardStep {
  return (STEPS as readonly string[]).includes(name);
}

export function stepPath(taskId: string, step: WizardStep): string {
  return `/tasks/${encodeURIComponent(taskId)}/configure/${step}`;
}
