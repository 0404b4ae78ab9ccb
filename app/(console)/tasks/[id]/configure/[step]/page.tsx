import { notFound } from 'next/navigation';
import { isStep } from '#components/wizard/steps.ts';
import { Wizard } from '#components/wizard/wizard.tsx';
import { requireSession } from '#lib/session/session.ts';
import { taskTitle } from '#lib/task/page.ts';

export const generateMetadata = taskTitle;

export default async function ConfigurePage({ params }: { readonly params: Promise<{ id: string; step: string }> }) {
  await requireSession();
  const { step } = await params;
  if (!isStep(step)) notFound();
  return <Wizard step={step} />;
}
