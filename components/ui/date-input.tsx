'use client';

import { CalendarDays } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { type DateKind, readDate, writeDate } from './date-text.ts';
import { IconButton } from './icon-button.tsx';
import { uiMessages } from './messages.ts';

export interface DateInputProps {
  readonly kind: DateKind;
  /** In the words of the browser's own fields, `2026-03-01` or `2026-03-01T12:00`; empty for none. */
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly 'aria-label': string;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly className?: string | undefined;
}

interface Typed {
  readonly text: string;
  /** What was chosen before, and what the text stands for. While either is chosen the text stays as it was typed. */
  readonly from: string;
  readonly to: string;
  readonly left: boolean;
}

/** The browser's own fields write dates in the browser's language; this one reads the same in either of ours. */
export function DateInput({ kind, value, onValueChange, className, ...props }: DateInputProps) {
  const m = useMessages(uiMessages);
  const note = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const own = typed !== null && (value === typed.from || value === typed.to) ? typed : null;
  const text = own?.text ?? writeDate(value);
  const wrong = own?.left === true && readDate(own.text, kind) === null;
  const choose = (next: string) => {
    if (next !== value) onValueChange(next);
  };
  const type = (entered: string) => {
    const next = readDate(entered, kind);
    setTyped({ text: entered, from: value, to: next ?? value, left: false });
    if (next !== null) choose(next);
  };
  // What could be read is shown as it was understood.
  const leave = () => setTyped(own === null || readDate(own.text, kind) !== null ? null : { ...own, left: true });
  const pick = (next: string) => {
    setTyped(null);
    choose(next);
  };
  const invalid = wrong || props['aria-invalid'] === true;
  return (
    <div className={cn('min-w-0', className)}>
      <div className="control relative flex h-8 w-full items-center" data-invalid={invalid ? 'true' : undefined}>
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label={props['aria-label']}
          aria-invalid={invalid}
          aria-describedby={wrong ? note : undefined}
          title={props['aria-label']}
          placeholder={m.datePattern[kind]}
          value={text}
          onChange={(event) => type(event.target.value)}
          onBlur={leave}
          className="numeric h-full w-full min-w-0 bg-transparent pl-2.5 text-sm outline-none"
        />
        <IconButton
          size="sm"
          tooltip={false}
          label={m.pickDate(props['aria-label'])}
          icon={<CalendarDays />}
          onClick={() => picker.current?.showPicker()}
          className="mr-px text-subtle focus-visible:-outline-offset-2"
        />
        <input
          ref={picker}
          type={kind === 'day' ? 'date' : 'datetime-local'}
          tabIndex={-1}
          aria-hidden
          max={kind === 'day' ? '9999-12-31' : '9999-12-31T23:59'}
          value={value}
          onChange={(event) => pick(event.target.value)}
          className="pointer-events-none absolute inset-0 -z-10 opacity-0"
        />
      </div>
      {wrong && (
        <p id={note} role="alert" className="mt-1 text-danger text-xs">
          {m.noDate[kind]}
        </p>
      )}
    </div>
  );
}
