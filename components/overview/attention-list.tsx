'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { allowedActions } from '#components/task/actions.ts';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import { useTaskSignal } from '#components/task/use-task-signal.ts';
import { taskPath } from '#components/task-list/task-path.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import type { Attention } from '#lib/task/attention.ts';
import { overviewMessages } from './messages.ts';

export interface AttentionListProps {
  readonly attention: readonly Attention[];
  readonly count: number;
  readonly running: number;
  readonly onDone: () => void;
}

/** Each task that wants somebody: why, and the one next thing to do. */
export function AttentionList({ attention, count, running, onDone }: AttentionListProps) {
  const m = useMessages(overviewMessages);
  const format = useFormat();
  if (count === 0) {
    return (
      <p className="flex min-h-12 items-center gap-2.5 rounded-lg border bg-surface px-4 text-sm">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        <span className="font-medium">{m.calm}</span>
        <span className="text-muted">{running === 0 ? m.calmIdle : m.calmText(format.count(running))}</span>
      </p>
    );
  }
  return (
    <Card aria-label={m.attention}>
      <CardHeader divided title={m.attention} actions={<span className="numeric text-muted text-sm">{format.count(count)}</span>} />
      <ul className="divide-y">
        {attention.map((each) => (
          <AttentionItem key={each.id} attention={each} onDone={onDone} />
        ))}
      </ul>
      {count > attention.length && (
        <p className="border-t px-4 py-2 text-muted text-xs">{m.more(format.count(count - attention.length))}</p>
      )}
    </Card>
  );
}

function AttentionItem({ attention, onDone }: { readonly attention: Attention; readonly onDone: () => void }) {
  const m = useMessages(overviewMessages);
  const text = useText();
  const { concern, severity, reason, hint, name } = attention;
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  const figure = useFigure(attention);
  // Its state does not say it.
  const named = concern === 'retrying' || concern === 'paused-itself';
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2 px-4 py-3 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <Icon aria-hidden className={cn('mt-0.5 size-4', severity === 'error' ? 'text-danger' : 'text-warning')} />
      <div className="min-w-0 text-sm">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <Link href={taskPath(attention)} className="min-w-0 truncate rounded-sm font-medium hover:text-accent-text">
            {name}
          </Link>
          <TaskStatePill bare state={attention.state.name} kind={attention.kind} />
        </p>
        <p className="mt-0.5 [overflow-wrap:anywhere]">
          {reason === null || named ? m.concerns[concern] : text(reason)}
          {figure !== null && <span className="numeric text-muted"> · {figure}</span>}
        </p>
        {named && reason !== null && <p className="text-muted text-xs [overflow-wrap:anywhere]">{text(reason)}</p>}
        {hint !== null && <p className="text-muted text-xs [overflow-wrap:anywhere]">{text(hint)}</p>}
      </div>
      <div className="max-sm:col-start-2">
        <NextAction attention={attention} onDone={onDone} />
      </div>
    </li>
  );
}

/** Resuming is offered where nothing else has to be done first. */
function NextAction({ attention, onDone }: { readonly attention: Attention; readonly onDone: () => void }) {
  const m = useMessages(overviewMessages);
  const { id, name, state, types, concern } = attention;
  const { pending, send } = useTaskSignal(id, state);
  const ready = state.name === 'paused' || (state.name === 'failed' && state.error.retry === 'soon');
  const mayResume = useForbidden('operator') === null && allowedActions(state, types).resume;
  if (ready && mayResume) {
    return (
      <Button size="sm" loading={pending !== null} aria-label={m.actionOn(m.resume, name)} onClick={() => void send('resume').then(onDone)}>
        {m.resume}
      </Button>
    );
  }
  const action = m.actions[concern];
  return (
    <Button size="sm" asChild>
      <Link href={taskPath({ id, state })} aria-label={m.actionOn(action, name)}>
        {action}
      </Link>
    </Button>
  );
}

function useFigure({ concern, figure }: Attention): string | null {
  const { figures } = useMessages(overviewMessages);
  const format = useFormat();
  if (figure === null) return null;
  if (concern === 'refused') return figures.refused(format.count(figure));
  if (concern === 'tables-failed') return figures.tables(format.count(figure));
  if (concern === 'behind') return figures.behind(format.duration(figure));
  return concern === 'paused' ? figures.paused(format.bytes(figure)) : null;
}
