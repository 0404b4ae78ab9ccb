'use client';

import { useMutation } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { inOrder } from '#components/wizard/precheck/judge.ts';
import type { Finding } from '#engine/precheck/check.ts';
import { api, explain } from '#lib/http/client.ts';
import type { CheckedAgain } from '#lib/task/check-again.ts';
import type { TaskView } from '#lib/task/view.ts';
import { FindingRow } from './finding-row.tsx';
import { checkMessages } from './messages.ts';

export interface PrecheckTabProps {
  readonly task: TaskView;
  /** Why it cannot be looked at again now, or null. */
  readonly refused: string | null;
}

/** What was checked before the start, and what must hold now. */
export function PrecheckTab({ task, refused }: PrecheckTabProps) {
  const m = useMessages(checkMessages);
  const text = useText();
  const format = useFormat();
  const again = useMutation({ mutationFn: () => api<CheckedAgain>('POST', `/tasks/${encodeURIComponent(task.id)}/check-again`) });
  const run = (
    <Tooltip content={refused}>
      {/* A disabled button takes no focus, and then nobody hears why it is disabled. */}
      <Button
        loading={again.isPending}
        aria-disabled={refused !== null}
        className={refused === null ? undefined : 'opacity-50'}
        onClick={() => refused === null && again.mutate()}
      >
        <RotateCw aria-hidden />
        {m.run}
      </Button>
    </Tooltip>
  );
  return (
    <div className="flex flex-col gap-4">
      <Card aria-label={m.now}>
        <CardHeader title={m.now} description={m.nowText} actions={run} divided />
        {again.error !== null && (
          <div className="p-4">
            <Callout tone="danger" title={m.failed}>
              <p>{text(explain(again.error).message)}</p>
              <p>{text(explain(again.error).hint)}</p>
            </Callout>
          </div>
        )}
        <p role="status" className="numeric px-4 py-2.5 text-muted text-sm">
          {again.isPending ? m.running : again.data === undefined ? (refused ?? m.notRun) : m.nowAt(format.dateTime(again.data.at))}
          {again.data !== undefined && !again.isPending && ` · ${shareOf(again.data.findings)}`}
        </p>
        {again.data !== undefined && <Findings findings={again.data.findings} />}
      </Card>
      <Card aria-label={m.before}>
        <CardHeader
          title={m.before}
          description={task.findings === null ? m.beforeNone : `${m.beforeText(format.dateTime(task.checkedAt))} ${shareOf(task.findings)}`}
          divided={task.findings !== null}
        />
        {task.findings !== null && <Findings findings={task.findings} folded />}
      </Card>
    </div>
  );

  function shareOf(findings: readonly Finding[]): string {
    return m.good(format.count(findings.filter(({ severity }) => severity === 'pass').length), format.count(findings.length));
  }
}

/** What needs a person is seen at once; of what passed, that it did. */
function Findings({ findings, folded = false }: { readonly findings: readonly Finding[]; readonly folded?: boolean }) {
  const m = useMessages(checkMessages);
  const format = useFormat();
  const [all, setAll] = useState(!folded);
  const shown = inOrder(findings).filter(({ severity }) => all || severity !== 'pass');
  const passed = findings.filter(({ severity }) => severity === 'pass').length;
  return (
    <>
      {shown.length > 0 && (
        <ul className="divide-y [p+&]:border-t">
          {shown.map((finding) => (
            <FindingRow key={finding.code} finding={finding} />
          ))}
        </ul>
      )}
      {folded && passed > 0 && (
        <div className="border-t px-4 py-2 first:border-t-0 [header+&]:border-t-0">
          <Button variant="ghost" size="sm" aria-expanded={all} className="-ml-2.5" onClick={() => setAll(!all)}>
            {all ? m.fold : m.unfold(format.count(passed))}
          </Button>
        </div>
      )}
    </>
  );
}
