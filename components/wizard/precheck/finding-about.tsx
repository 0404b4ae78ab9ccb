'use client';

import { RotateCw, Wrench } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Finding } from '#engine/precheck/check.ts';
import { explain } from '#lib/http/client.ts';
import { precheckMessages } from './messages.ts';
import { RemedyDialog } from './remedy-dialog.tsx';

export interface FindingAboutProps {
  readonly finding: Finding;
  readonly onAgain: () => Promise<void>;
  readonly onRemedy: (statements: readonly string[]) => Promise<void>;
}

/** What an item looks at and why, and what can be done with it as a whole. */
export function FindingAbout({ finding, onAgain, onRemedy }: FindingAboutProps) {
  const m = useMessages(precheckMessages);
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const statements = [
    ...new Set(finding.problems.flatMap(({ remedy, fixSql }) => (remedy === undefined || fixSql === undefined ? [] : [fixSql]))),
  ];
  const title = text(finding.title);

  const again = async () => {
    setBusy(true);
    await onAgain().catch((error: unknown) => toast.error(m.againFailed, { description: text(explain(error).message) }));
    setBusy(false);
  };

  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2.5">
      <div className="min-w-0 max-w-[72ch] flex-1 basis-72 text-muted text-sm">
        {finding.about !== undefined && <p>{text(finding.about)}</p>}
        {finding.severity !== 'pass' && <p className="mt-1 text-xs">{finding.severity === 'warn' ? m.ignorable : m.blocking}</p>}
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {statements.length > 0 && (
          <Button size="sm" aria-label={m.remedyOf(title)} onClick={() => setAsking(true)}>
            <Wrench />
            {m.remedy}
          </Button>
        )}
        <Button size="sm" loading={busy} aria-label={m.againOf(title)} onClick={() => void again()}>
          <RotateCw />
          {m.againOne}
        </Button>
      </div>
      <RemedyDialog open={asking} onOpenChange={setAsking} statements={statements} onConfirm={() => onRemedy(statements)} />
    </div>
  );
}
