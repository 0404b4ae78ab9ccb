'use client';

import { CircleAlert, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import type { TaskRow } from '#lib/task/view.ts';
import { taskPath } from '../task-path.ts';
import { batchMessages } from './messages.ts';
import type { BatchRun } from './use-batch.ts';

export interface BatchOutcomeProps {
  readonly tasks: readonly TaskRow[];
  readonly results: BatchRun['results'];
  readonly onLeave: () => void;
}

/** What came of it: how many were done, and of each that was refused why and what to do. */
export function BatchOutcome({ tasks, results, onLeave }: BatchOutcomeProps) {
  const m = useMessages(batchMessages);
  const text = useText();
  const format = useFormat();
  const refused = tasks.flatMap((task) => {
    const error = results.get(task.id) ?? null;
    return error === null ? [] : [{ task, error }];
  });
  const done = tasks.length - refused.length;
  return (
    <div role="status" className="flex flex-col gap-4 text-sm">
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4 text-success" />
        {m.doneTitle(format.count(done))}
      </p>
      {refused.length > 0 && (
        <section>
          <h3 className="mb-1.5 flex items-center gap-2">
            <CircleAlert aria-hidden className="size-4 text-danger" />
            {m.failedTitle(format.count(refused.length))}
          </h3>
          <ul className="scroll-quiet max-h-72 divide-y overflow-y-auto rounded-md border">
            {refused.map(({ task, error }) => (
              <li key={task.id} className="px-3 py-2">
                <Link
                  href={taskPath(task)}
                  onClick={onLeave}
                  className="rounded-sm font-medium hover:text-accent-text [overflow-wrap:anywhere]"
                >
                  {task.name}
                </Link>
                <p className="text-danger text-xs [overflow-wrap:anywhere]">{text(error.message)}</p>
                <p className="text-muted text-xs [overflow-wrap:anywhere]">{text(error.hint)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
