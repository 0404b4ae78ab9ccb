'use client';

import { Pause, Play, Square, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { allowedActions } from '#components/task/actions.ts';
import { useKind } from '#components/task/kind.tsx';
import { taskMessages } from '#components/task/messages.ts';
import { type AskedAction, type NamedTask, TaskDialogs } from '#components/task/task-dialogs.tsx';
import type { SentSignal } from '#components/task/use-task-signal.ts';
import { Button } from '#components/ui/button.tsx';
import type { Step } from '#engine/plan/plan.ts';
import { CopyAgainButton } from './source/copy-again-button.tsx';

export interface HeaderActionsProps {
  readonly task: NamedTask;
  readonly types: readonly Step[];
  readonly pending: SentSignal | null;
  readonly send: (signal: SentSignal) => void;
}

/** What can be done with the task now. Pause and Resume share one place, so that a second click never hits something else. */
export function HeaderActions({ task, types, pending, send }: HeaderActionsProps) {
  const m = useMessages(taskMessages);
  const router = useRouter();
  const kind = useKind();
  const [asked, setAsked] = useState<AskedAction | null>(null);
  const allowed = allowedActions(task.state, types);
  const forbidden = useForbidden('operator');
  const busy = pending !== null || forbidden !== null;
  const why = forbidden === null ? {} : { title: forbidden };
  return (
    <>
      {allowed.release && (
        <Button variant="danger-quiet" disabled={busy} {...why} onClick={() => setAsked('release')}>
          <Trash2 aria-hidden />
          {m.release}
        </Button>
      )}
      {allowed.pause && (
        <Button loading={pending === 'pause'} disabled={busy && pending !== 'pause'} {...why} onClick={() => send('pause')}>
          <Pause aria-hidden />
          {m.pause}
        </Button>
      )}
      {allowed.resume && (
        <Button
          variant="primary"
          loading={pending === 'resume'}
          disabled={busy && pending !== 'resume'}
          {...why}
          onClick={() => send('resume')}
        >
          <Play aria-hidden />
          {m.resume}
        </Button>
      )}
      {allowed.copyAgain && forbidden === null && <CopyAgainButton taskId={task.id} size="md" />}
      {allowed.stop && (
        <Button variant="danger-quiet" disabled={busy} {...why} onClick={() => setAsked('stop')}>
          <Square aria-hidden />
          {m.stop}
        </Button>
      )}
      <TaskDialogs task={task} asked={asked} onClose={() => setAsked(null)} onReleased={() => router.push(`/${kind}`)} />
    </>
  );
}
