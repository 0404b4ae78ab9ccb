'use client';

import { useMessages } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { useDraft } from '../draft.tsx';
import { destinationType } from '../steps.ts';
import { reviewMessages } from './review-messages.ts';

export interface TermsCardProps {
  readonly agreed: boolean;
  readonly onAgree: (agreed: boolean) => void;
}

/** What the task will make at both sides, to be agreed to before it does. */
export function TermsCard({ agreed, onAgree }: TermsCardProps) {
  const m = useMessages(reviewMessages).terms;
  const { task, draft } = useDraft();
  const follows = draft.types.includes('incremental');
  const selectdb = destinationType(draft, task) === 'selectdb';
  const source = follows ? [m.slot, m.publication, m.capture, m.log] : [m.readsOnly];
  const destination = [
    ...(draft.types.includes('schema') ? [m.objects] : []),
    ...(draft.types.includes('full') || follows ? [m.rows] : []),
    selectdb ? m.marksSelectdb : m.marks,
  ];
  return (
    <Card>
      <CardHeader title={m.title} description={m.text} divided />
      <CardBody className="flex flex-col gap-4">
        <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <Side title={m.source} lines={source} />
          <Side title={m.destination} lines={destination} />
        </div>
        <div className="border-t pt-4">
          <Checkbox checked={agreed} onCheckedChange={onAgree} label={m.agree} description={m.release} />
        </div>
      </CardBody>
    </Card>
  );
}

function Side({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h4 className="mb-1.5 font-medium text-sm">{title}</h4>
      <ul className="flex list-disc flex-col gap-1 pl-4.5 text-muted text-sm marker:text-subtle">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
