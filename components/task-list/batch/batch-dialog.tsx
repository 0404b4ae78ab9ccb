'use client';

import { useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { type BatchAction, batchVerdict } from '#lib/task/batch-rules.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { BatchOutcome } from './batch-outcome.tsx';
import { batchMessages } from './messages.ts';
import { Participants } from './participants.tsx';
import { useBatch } from './use-batch.ts';

export interface BatchDialogProps {
  readonly action: BatchAction;
  /** As they were when the action was asked for: tasks change while a person reads. */
  readonly tasks: readonly TaskRow[];
  readonly onClose: () => void;
}

/** Names which tasks of the selection take part and why the others cannot, does it, and tells what came of each. */
export function BatchDialog({ action, tasks, onClose }: BatchDialogProps) {
  const m = useMessages(batchMessages);
  const format = useFormat();
  const [understood, setUnderstood] = useState(false);
  const judged = tasks.map((task) => ({ task, verdict: batchVerdict(action, task.state, task.types) }));
  const taking = judged.filter(({ verdict }) => verdict.takesPart);
  const { phase, results, run } = useBatch(
    action,
    taking.map(({ task }) => task.id),
  );
  const final = action === 'stop' || action === 'release';
  const count = taking.length;
  const title = count === 0 ? m.none : count === 1 ? m.one[action] : m.titles[action](format.count(count));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      role="alertdialog"
      locked={phase === 'running'}
      title={phase === 'done' ? m.allDone[action](format.count([...results.values()].filter((error) => error === null).length)) : title}
      footer={
        phase === 'done' || count === 0 ? (
          <Button onClick={onClose}>{m.close}</Button>
        ) : (
          <>
            <Button disabled={phase === 'running'} onClick={onClose}>
              {m.cancel}
            </Button>
            <Button
              variant={final ? 'danger' : 'primary'}
              disabled={final && !understood}
              loading={phase === 'running'}
              onClick={() => void run()}
            >
              {m.actions[action]}
            </Button>
          </>
        )
      }
    >
      {phase === 'done' ? (
        <BatchOutcome tasks={taking.map(({ task }) => task)} results={results} onLeave={onClose} />
      ) : (
        <div className="flex flex-col gap-4">
          {count > 0 && <p className="text-muted text-sm">{m.texts[action]}</p>}
          <Participants judged={judged} />
          {final && count > 0 && (
            <Checkbox checked={understood} disabled={phase === 'running'} onCheckedChange={setUnderstood} label={m.acknowledge[action]} />
          )}
          {phase === 'running' && (
            <div role="status" className="flex flex-col gap-1.5 text-muted text-xs">
              <ProgressBar value={results.size / count} label={m.actions[action]} />
              <span className="numeric">{m.running(format.count(results.size), format.count(count))}</span>
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}
