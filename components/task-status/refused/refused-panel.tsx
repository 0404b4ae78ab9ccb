'use client';

import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { refusedMessages } from './messages.ts';
import { RefusedItem } from './refused-item.tsx';
import { type DdlChoice, useMendDdl } from './use-mend-ddl.ts';

export interface RefusedPanelProps {
  readonly taskId: string;
  readonly state: TaskState;
  readonly progress: Pick<Progress, 'refused' | 'tables'>;
}

/** Commands of the source that the destination refused, until somebody has done something about them; nothing while there are none. */
export function RefusedPanel({ taskId, state, progress: { refused = [], tables } }: RefusedPanelProps) {
  const m = useMessages(refusedMessages);
  const format = useFormat();
  const mend = useMendDdl(taskId);
  const [choice, setChoice] = useState<DdlChoice | null>(null);
  if (refused.length === 0) return null;
  const over = state.name === 'stopped' || state.name === 'finished';
  const title = m.title(format.count(refused.length));
  return (
    <Card className="border-danger/40" aria-label={title}>
      <header className="flex items-start gap-2.5 border-b bg-danger-soft px-4 py-3">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <div role="alert">
          <h2 className="font-medium text-sm">{title}</h2>
          <p className="text-muted text-xs">{over ? m.over : m.text}</p>
        </div>
      </header>
      <ul className="max-h-[640px] divide-y overflow-y-auto">
        {refused.map((statement) => (
          <RefusedItem
            key={statement.id}
            statement={statement}
            passed={statement.tables.reduce((sum, id) => sum + (tables[id]?.passed ?? 0), 0)}
            over={over}
            runs={isRunning(state.name)}
            onChoose={setChoice}
          />
        ))}
      </ul>
      {choice !== null && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setChoice(null)}
          title={m.confirm[choice.kind](choice.statement.object)}
          confirmLabel={m.confirmed[choice.kind]}
          cancelLabel={m.cancel}
          tone={choice.kind === 'skip' ? 'danger' : 'primary'}
          onConfirm={() => mend(choice)}
        >
          {choice.kind === 'skip' && <p>{choice.statement.stops ? m.skipped : m.skippedAlone}</p>}
          {choice.statement.stops && (
            <p className={choice.kind === 'skip' ? 'mt-2' : undefined}>{choice.statement.aside ? m.applied : m.copied}</p>
          )}
        </ConfirmDialog>
      )}
    </Card>
  );
}
