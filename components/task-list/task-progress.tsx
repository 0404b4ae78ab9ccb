'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { taskListMessages } from './messages.ts';

function toneOf(state: TaskState): 'accent' | 'success' | 'warning' | 'danger' {
  if (state.name === 'failed') return 'danger';
  if (state.name === 'paused') return 'warning';
  return state.name === 'finished' ? 'success' : 'accent';
}

/** How far the task is in the step it is in, or was in when it was interrupted. */
export function TaskProgress({ row }: { readonly row: TaskRow }) {
  const m = useMessages(taskListMessages);
  const format = useFormat();
  const { state, percent } = row;
  const step = 'from' in state ? state.from : state.name;
  if (!isRunning(step) && step !== 'finished') return <span className="text-subtle">–</span>;
  const word = isRunning(step) ? m.stage[step] : m.done;
  const share = percent === null ? null : percent / 100;
  const moving = isRunning(state.name);
  return (
    <div className="w-full">
      <div className="flex items-baseline justify-between gap-2 text-xs">
        <span className="truncate text-muted">{word}</span>
        {step !== 'streaming' && step !== 'finished' && <span className="numeric">{format.percent(share)}</span>}
      </div>
      <ProgressBar size="sm" className="mt-1.5" value={share ?? (moving ? null : 0)} tone={toneOf(state)} label={m.progressOf(row.name)} />
    </div>
  );
}
