'use client';

import { Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { placeAddress } from '#components/task/place.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import { whyNot } from '#lib/task/permits.ts';
import type { TaskView } from '#lib/task/view.ts';
import { Expander } from '../expander.tsx';
import { cutOverOf } from './judge.ts';
import { cutOverMessages } from './messages.ts';

/** Sessions of people and programs in the database; those of tasks are named for it. */
const SESSIONS = `SELECT pid, usename, application_name, client_addr, state, state_change
FROM pg_catalog.pg_stat_activity
WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid()
  AND backend_type = 'client backend' AND application_name NOT LIKE 'opendts%';`;

export interface CutOverCardProps {
  readonly task: Pick<TaskView, 'config' | 'destination'>;
  readonly state: TaskState;
  readonly progress: Progress;
  readonly stale: boolean;
}

/** What is to be done, in which order, to switch an application over; what the task shows of it is told as it comes. */
export function CutOverCard({ task: { config, destination }, state, progress, stale }: CutOverCardProps) {
  const m = useMessages(cutOverMessages);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const t = useText();
  // By then it is stopped.
  const noWayBack = whyNot('reverse', { state: { name: 'stopped' }, types: config.types, destination: destination?.type ?? null });
  const { caughtUp, quiet, quietMs, paused, stopped } = cutOverOf(state, progress);
  return (
    <Card aria-label={m.title}>
      <CardHeader
        divided={open}
        className="flex-nowrap"
        title={<span className="font-medium text-sm">{m.title}</span>}
        description={m.text}
        actions={<Expander label={m.open} open={open} onToggle={() => setOpen(!open)} />}
      />
      {open && (
        <ol aria-label={m.title} className={cn('divide-y transition-opacity', stale && 'opacity-50')}>
          <Step number={1} of={m.caughtUp} done={caughtUp} />
          <Step number={2} of={m.writing}>
            <CodeBlock code={SESSIONS} />
          </Step>
          <Step number={3} of={m.quiet} done={quiet} note={quiet ? undefined : m.quietFor(format.duration(quietMs))} />
          <Step number={4} of={m.paused} done={paused} />
          <Step number={5} of={m.compared} />
          <Step number={6} of={m.stopped} done={stopped} />
          <Step number={7} of={noWayBack === null ? m.back : { ...m.back, text: t(noWayBack) }} />
          <Step number={8} of={m.moved}>
            {destination !== null && <CodeBlock language="text" code={placeAddress(destination)} />}
          </Step>
          <Step number={9} of={m.accounts} />
        </ol>
      )}
    </Card>
  );
}

interface StepProps {
  readonly number: number;
  readonly of: { readonly title: string; readonly text: string };
  /** Absent: only people know. */
  readonly done?: boolean;
  readonly note?: string | undefined;
  readonly children?: ReactNode;
}

function Step({ number, of: { title, text }, done, note, children }: StepProps) {
  const m = useMessages(cutOverMessages);
  return (
    <li className="flex gap-3 px-4 py-3">
      <span
        aria-hidden
        className={cn(
          'numeric mt-px grid size-5 shrink-0 place-items-center rounded-full font-medium text-2xs',
          done === true ? 'bg-success-soft text-success' : 'bg-active text-muted',
        )}
      >
        {done === true ? <Check className="size-3" /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <div className="min-w-0">
            <h3 className="font-medium text-sm">{title}</h3>
            <p className="mt-0.5 max-w-3xl text-muted text-sm">{text}</p>
          </div>
          {done !== undefined && (
            <span className="flex items-center gap-2 text-subtle text-xs">
              {note !== undefined && <span className="numeric">{note}</span>}
              <Badge tone={done ? 'success' : 'neutral'}>{done ? m.done : m.notYet}</Badge>
            </span>
          )}
        </div>
        {children}
      </div>
    </li>
  );
}
