'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { CHANGE_THROTTLE_FIELDS, THROTTLE_FIELDS } from '#components/wizard/advanced/throttle.ts';
import type { Limits, Throttle } from '#engine/task/limits.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { HTML_LANG } from '#lib/locale.ts';
import type { TaskView } from '#lib/task/view.ts';
import { statusKey } from '../status-key.ts';
import { documentLimits, type LimitedPart } from './limits.ts';
import { throttleMessages } from './messages.ts';
import { ThrottleDialog } from './throttle-dialog.tsx';

export interface ThrottleCardProps {
  readonly task: TaskView;
  readonly state: TaskState;
  /** As the engine told them last. */
  readonly limits: Limits | null;
  /** Whose limits are shown. */
  readonly part: LimitedPart;
  /** All rows are there: nothing of full load is left to hold back. */
  readonly copied: boolean;
}

/** The limits in force, and the way to change them. */
export function ThrottleCard({ task, state, limits, part, copied }: ThrottleCardProps) {
  const m = useMessages(throttleMessages);
  const { locale } = useLocale();
  const format = useFormat();
  const client = useQueryClient();
  const note = useId();
  const [open, setOpen] = useState(false);
  // What a change was answered with holds until the engine or the document tell it too.
  const [answer, setAnswer] = useState<{ readonly limits: Limits; readonly told: Limits | null; readonly task: TaskView } | null>(null);
  const asked = documentLimits(task.config);
  const told = isRunning(state.name) ? limits : null;
  const now = answer !== null && answer.told === limits && answer.task === task ? answer.limits : (told ?? asked.limits);
  const ended = state.name === 'finished' || state.name === 'stopped';
  const forbidden = useForbidden('operator');
  const reason = ended ? m.over : part === 'full' && copied ? m.copied : forbidden;
  const { types } = task.config;
  const parts = (['full', 'incremental'] as const).filter((each) => types.includes(each) && !(each === 'full' && copied));
  const shown: Partial<Throttle> = (part === 'full' ? now.throttle : now.incremental) ?? {};
  const { classRows = null } = now;
  const saved = (changed: Limits) => {
    setAnswer({ limits: changed, told: limits, task });
    void client.invalidateQueries({ queryKey: statusKey(task.id) });
  };
  return (
    <Card aria-label={m.title} className="flex min-h-12 flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2">
      <h3 className="font-medium text-sm max-sm:flex-1">{m.title}</h3>
      <dl className="flex min-w-0 flex-1 flex-wrap gap-x-6 gap-y-1 text-sm max-sm:order-last max-sm:basis-full">
        {(part === 'full' ? THROTTLE_FIELDS : CHANGE_THROTTLE_FIELDS).map(({ name }) => (
          <Limit key={name} label={m.limits[name]} value={shown[name]?.toLocaleString(HTML_LANG[locale]) ?? m.none} />
        ))}
        {part === 'full' && <Limit label={m.streams} value={String(now.streams)} />}
        {part === 'incremental' && <Limit label={m.instanceClass} value={classRows === null ? m.none : m.upTo(format.count(classRows))} />}
      </dl>
      {reason !== null && (
        <span id={note} className="text-muted text-xs">
          {reason}
        </span>
      )}
      <Button
        size="sm"
        disabled={reason !== null}
        onClick={() => setOpen(true)}
        {...(reason === null ? {} : { 'aria-describedby': note, title: reason })}
      >
        {m.change}
      </Button>
      {open && (
        <ThrottleDialog
          task={task}
          limits={now}
          parts={parts}
          classStreams={asked.classStreams ?? now.streams}
          onSaved={saved}
          onClose={() => setOpen(false)}
        />
      )}
    </Card>
  );
}

function Limit({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="flex items-baseline gap-1.5 whitespace-nowrap">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="numeric font-medium">{value}</dd>
    </div>
  );
}
