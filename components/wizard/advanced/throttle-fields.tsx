'use client';

import type { ChangeEvent } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { useKind } from '#components/task/kind.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { advancedMessages } from './messages.ts';
import type { FieldProblem } from './problem.ts';
import { limitLabel, type ThrottleField, type ThrottleForm, type ThrottleProblems } from './throttle.ts';

export interface ThrottleFieldsProps {
  readonly fields: readonly ThrottleField[];
  readonly form: ThrottleForm;
  readonly problems: ThrottleProblems;
  readonly disabled?: boolean;
  /** On a page, in line with its other fields. */
  readonly wide?: boolean;
  readonly onChange: (form: ThrottleForm) => void;
}

/** The limits, each by itself. */
export function ThrottleFields({ fields, form, problems, disabled = false, wide = false, onChange }: ThrottleFieldsProps) {
  const m = useMessages(advancedMessages);
  return (
    <div className="flex flex-col gap-4">
      {fields.map((spec) => (
        <LimitField
          key={spec.name}
          spec={spec}
          value={form.values[spec.name]}
          problem={problems.fields.get(spec.name)}
          disabled={disabled}
          wide={wide}
          onChange={(value) => onChange({ ...form, values: { ...form.values, [spec.name]: value } })}
        />
      ))}
      {problems.empty && <Callout tone="warning">{m.noLimitSet}</Callout>}
    </div>
  );
}

interface LimitFieldProps {
  readonly spec: ThrottleField;
  readonly value: number | undefined;
  readonly problem: FieldProblem | undefined;
  readonly disabled: boolean;
  readonly wide: boolean;
  readonly onChange: (value: number | undefined) => void;
}

function LimitField({ spec, value, problem, disabled, wide, onChange }: LimitFieldProps) {
  const m = useMessages(advancedMessages);
  const text = useText();
  const label = text(limitLabel(spec, useKind()));
  const sentence = useProblem(spec, problem);
  const typed = ({ target }: ChangeEvent<HTMLInputElement>) => {
    // A box that holds what is no number reads as empty, and would be taken for no limit.
    if (target.validity.badInput) onChange(Number.NaN);
    else onChange(Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber);
  };
  return (
    <div className={cn('grid gap-x-8 gap-y-2', wide ? 'md:grid-cols-[minmax(0,1fr)_260px]' : 'sm:grid-cols-[minmax(0,1fr)_200px]')}>
      <div aria-hidden className="min-w-0 pt-1.5 font-medium text-sm">
        {label}
      </div>
      <Field className="[&>div:first-child]:sr-only" label={label} error={sentence} hint={m.noLimit}>
        <NumberInput
          value={value === undefined || Number.isNaN(value) ? '' : value}
          min={spec.low}
          max={spec.high}
          step={spec.whole ? 1 : 'any'}
          disabled={disabled}
          unit={spec.unit === undefined ? undefined : text(spec.unit)}
          onChange={typed}
        />
      </Field>
    </div>
  );
}

function useProblem(spec: ThrottleField, problem: FieldProblem | undefined): string | undefined {
  const m = useMessages(advancedMessages);
  const format = useFormat();
  const text = useText();
  if (problem === undefined) return undefined;
  if (typeof problem === 'object') return problem.rule;
  if (problem !== 'range') return m[problem];
  const low = spec.whole ? format.count(spec.low) : String(spec.low);
  return m.range(low, format.count(spec.high), spec.unit === undefined ? '' : text(spec.unit));
}
