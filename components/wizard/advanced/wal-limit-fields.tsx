'use client';

import type { ChangeEvent } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { walLimitConfig } from '#engine/task/config.ts';
import { type Text, verbatim } from '#engine/text.ts';
import { advancedMessages } from './messages.ts';
import { type WalLimitForm, walLimitProblems } from './wal-limit.ts';

export interface WalLimitFieldsProps {
  readonly form: WalLimitForm;
  readonly disabled?: boolean;
  /** On a page, in line with its other fields. */
  readonly wide?: boolean;
  readonly onChange: (form: WalLimitForm) => void;
}

const { warnMegabytes, pauseMegabytes, dropSlot } = walLimitConfig.shape;
const NO_TEXT: Text = verbatim('');

/** When the log that the source keeps is worth a warning, when the task pauses, and what becomes of the log then. */
export function WalLimitFields({ form, disabled = false, wide = false, onChange }: WalLimitFieldsProps) {
  const m = useMessages(advancedMessages);
  const text = useText();
  const problems = walLimitProblems(form);
  return (
    <div className="flex flex-col gap-5">
      <Megabytes
        schema={warnMegabytes}
        value={form.warn}
        problem={problems.warn === undefined ? undefined : m.walLimitProblems[problems.warn]}
        disabled={disabled}
        wide={wide}
        onChange={(warn) => onChange({ ...form, warn })}
      />
      <Megabytes
        schema={pauseMegabytes}
        value={form.pause}
        problem={problems.pause === undefined ? undefined : m.walLimitProblems[problems.pause]}
        disabled={disabled}
        wide={wide}
        onChange={(pause) => onChange({ ...form, pause })}
      />
      <Checkbox
        checked={form.dropSlot && form.pause !== undefined}
        disabled={disabled || form.pause === undefined}
        onCheckedChange={(checked) => onChange({ ...form, dropSlot: checked })}
        label={<span className="font-medium">{text(dropSlot.meta()?.label ?? NO_TEXT)}</span>}
        description={text(dropSlot.meta()?.help ?? NO_TEXT)}
      />
    </div>
  );
}

interface MegabytesProps {
  readonly schema: typeof warnMegabytes;
  readonly value: number | undefined;
  readonly problem: string | undefined;
  readonly disabled: boolean;
  readonly wide: boolean;
  readonly onChange: (value: number | undefined) => void;
}

function Megabytes({ schema, value, problem, disabled, wide, onChange }: MegabytesProps) {
  const m = useMessages(advancedMessages);
  const text = useText();
  const meta = schema.meta();
  const label = text(meta?.label ?? NO_TEXT);
  const typed = ({ target }: ChangeEvent<HTMLInputElement>) => {
    // A box that holds what is no number reads as empty, and would be taken for no limit.
    if (target.validity.badInput) onChange(Number.NaN);
    else onChange(Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber);
  };
  return (
    <div className={cn('grid gap-x-8 gap-y-2', wide ? 'md:grid-cols-[minmax(0,1fr)_260px]' : 'sm:grid-cols-[minmax(0,1fr)_200px]')}>
      <div className="min-w-0 pt-1.5">
        <div aria-hidden className="font-medium text-sm">
          {label}
        </div>
        {meta?.help !== undefined && <p className="mt-0.5 text-muted text-sm">{text(meta.help)}</p>}
      </div>
      <Field className="[&>div:first-child]:sr-only" label={label} error={problem} hint={m.noLimit}>
        <NumberInput
          value={value === undefined || Number.isNaN(value) ? '' : value}
          min={1}
          max={1_000_000_000}
          step="any"
          disabled={disabled}
          unit={meta?.unit === undefined ? undefined : text(meta.unit)}
          onChange={typed}
        />
      </Field>
    </div>
  );
}
