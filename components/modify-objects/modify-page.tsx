'use client';

import { Ban } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { useTaskState } from '#lib/live/use-task-state.ts';
import { whyNot } from '#lib/task/permits.ts';
import type { TaskView } from '#lib/task/view.ts';
import { modifyMessages } from './messages.ts';
import { ModifySteps } from './modify-steps.tsx';
import { RunningDraft } from './running-draft.tsx';

/**
 * The objects of a task that follows changes, to be modified; where that cannot be, why. A task that leaves that state meanwhile takes
 * nobody's choice away: it is only not applied.
 */
export function ModifyPage({ task: opened }: { readonly task: TaskView }) {
  const m = useMessages(modifyMessages);
  const text = useText();
  const { list } = useKindWords();
  const forbidden = useForbidden('operator');
  const state = useTaskState(opened);
  const task = useMemo(() => ({ ...opened, state }), [opened, state]);
  const { config, destination } = task;
  const refusal = whyNot('objects', { state, types: config.types, destination: destination?.type ?? null });
  const reason = forbidden ?? (refusal === null ? null : text(refusal));
  const [begun, setBegun] = useState(reason === null);
  useEffect(() => {
    if (reason === null) setBegun(true);
  }, [reason]);
  const back = `/tasks/${encodeURIComponent(task.id)}`;
  return (
    // The bar at the bottom lies over the page: leave it room, also when the keyboard moves on to what lies under it.
    <div className="pb-16 [&_*]:scroll-mb-20">
      <PageHeader
        breadcrumbs={[
          { label: list, href: `/${config.kind}` },
          { label: task.name, href: back },
        ]}
        title={m.title}
        description={m.description}
        className="mb-4"
      />
      {reason === null || begun ? (
        <RunningDraft task={task}>
          {reason !== null && (
            <Callout tone="warning" title={m.refusedTitle} className="mb-4">
              {reason}
            </Callout>
          )}
          <ModifySteps refused={reason !== null} />
        </RunningDraft>
      ) : (
        <EmptyState
          icon={<Ban />}
          title={m.refusedTitle}
          text={reason}
          action={
            <Button asChild>
              <Link href={back}>{m.toTask}</Link>
            </Button>
          }
          className="rounded-lg border bg-surface"
        />
      )}
    </div>
  );
}
