'use client';

import { Pause, Play, Square, Tag, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { BATCH_ACTIONS, type BatchAction } from '#lib/task/batch-rules.ts';
import { batchMessages } from './batch/messages.ts';
import { taskListMessages } from './messages.ts';

const ICON: Readonly<Record<BatchAction, ReactNode>> = {
  start: <Play aria-hidden />,
  pause: <Pause aria-hidden />,
  stop: <Square aria-hidden />,
  release: <Trash2 aria-hidden />,
};

export interface SelectionBarProps {
  readonly count: number;
  readonly onAction: (action: BatchAction) => void;
  readonly onLabel: () => void;
  readonly onClear: () => void;
}

/** What can be done with the tasks that are selected. */
export function SelectionBar({ count, onAction, onLabel, onClear }: SelectionBarProps) {
  const m = useMessages(taskListMessages);
  const { actions } = useMessages(batchMessages);
  const format = useFormat();
  return (
    <div role="toolbar" aria-label={m.selected(format.count(count))} className="flex min-w-0 items-center gap-1.5 overflow-x-auto">
      <IconButton size="sm" label={m.clearSelection} icon={<X />} onClick={onClear} />
      <span className="numeric mr-2 shrink-0 font-medium text-sm">{m.selected(format.count(count))}</span>
      {BATCH_ACTIONS.map((action) => (
        <Button
          key={action}
          size="sm"
          variant={action === 'stop' || action === 'release' ? 'danger-quiet' : 'secondary'}
          onClick={() => onAction(action)}
        >
          {ICON[action]}
          {actions[action]}
        </Button>
      ))}
      <Button size="sm" onClick={onLabel}>
        <Tag aria-hidden />
        {m.label}
      </Button>
    </div>
  );
}
