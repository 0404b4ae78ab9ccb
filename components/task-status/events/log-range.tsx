'use client';

import { useMessages } from '#components/locale.tsx';
import { useMounted } from '#components/task/use-mounted.ts';
import { DateInput } from '#components/ui/date-input.tsx';
import { Select } from '#components/ui/select.tsx';
import { fromField, isBackwards, type LogView, RANGES, type Range, toField } from './log-view.ts';
import { eventsMessages } from './messages.ts';

const MINUTE = 60_000;

export interface LogRangeProps {
  readonly view: LogView;
  readonly onChoose: (part: Partial<LogView>) => void;
  readonly onType: (part: Partial<LogView>) => void;
}

/** Of when the lines are. */
export function LogRange({ view, onChoose }: Omit<LogRangeProps, 'onType'>) {
  const m = useMessages(eventsMessages);
  const lastHour = () => Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE;
  const choose = (range: Range) => onChoose({ range, from: range === 'custom' ? lastHour() : null, to: null });
  return (
    <Select
      aria-label={m.range}
      className="w-40"
      value={view.range}
      onValueChange={choose}
      options={RANGES.map((value) => ({ value, label: m.ranges[value] }))}
    />
  );
}

/** A beginning and an end, on a line of their own, only for who wants to give them. */
export function LogRangeFields({ view, onType }: Omit<LogRangeProps, 'onChoose'>) {
  const m = useMessages(eventsMessages);
  if (view.range !== 'custom') return null;
  return (
    <div className="flex w-full flex-wrap items-start gap-2">
      <Minute label={m.from} at={view.from} onType={(from) => onType({ from })} />
      <span aria-hidden className="text-subtle leading-8 max-sm:hidden">
        –
      </span>
      <Minute label={m.to} at={view.to} invalid={isBackwards(view)} onType={(to) => onType({ to })} />
    </div>
  );
}

interface MinuteProps {
  readonly label: string;
  readonly at: number | null;
  readonly invalid?: boolean;
  readonly onType: (at: number | null) => void;
}

/** Empty until the reader's time zone is known. */
function Minute({ label, at, invalid = false, onType }: MinuteProps) {
  const mounted = useMounted();
  return (
    <DateInput
      kind="minute"
      aria-label={label}
      aria-invalid={invalid}
      value={mounted ? toField(at) : ''}
      onValueChange={(value) => onType(fromField(value))}
      className="w-52"
    />
  );
}
