'use client';

import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import type { AdvancedField as Spec } from './fields.ts';
import { advancedMessages } from './messages.ts';
import type { FieldProblem } from './problem.ts';

export interface AdvancedFieldProps {
  readonly spec: Spec;
  readonly value: number | undefined;
  readonly problem: FieldProblem | undefined;
  readonly onChange: (value: number | undefined) => void;
}

export function AdvancedField({ spec, value, problem, onChange }: AdvancedFieldProps) {
  const m = useMessages(advancedMessages);
  const text = useText();
  const unit = spec.unit === undefined ? '' : text(spec.unit);
  const sentence = useProblem(spec, problem, unit);
  return (
    <div className="grid gap-x-8 gap-y-2 py-4 first:pt-0 last:pb-0 md:grid-cols-[minmax(0,1fr)_260px]">
      <div className="min-w-0">
        <div aria-hidden className="font-medium text-sm">
          {text(spec.label)}
        </div>
        {spec.help !== undefined && <p className="mt-0.5 text-muted text-sm">{text(spec.help)}</p>}
      </div>
      <Field
        className="[&>div:first-child]:sr-only"
        label={text(spec.label)}
        error={sentence}
        hint={
          <span className="flex h-4 items-center gap-2">
            {m.standard([spec.standard, unit].join(' ').trim())}
            {value !== spec.standard && (
              <button
                type="button"
                aria-label={m.restoreOf(text(spec.label))}
                onClick={() => onChange(spec.standard)}
                className="rounded-xs text-accent-text hover:underline"
              >
                {m.restore}
              </button>
            )}
          </span>
        }
      >
        <NumberInput
          value={value ?? ''}
          min={spec.low ?? undefined}
          max={spec.high ?? undefined}
          step={1}
          unit={unit === '' ? undefined : unit}
          onValueChange={onChange}
        />
      </Field>
    </div>
  );
}

function useProblem(spec: Spec, problem: FieldProblem | undefined, unit: string): string | undefined {
  const m = useMessages(advancedMessages);
  const format = useFormat();
  if (problem === undefined) return undefined;
  if (typeof problem === 'object') return (m.rules as Readonly<Record<string, string>>)[spec.name] ?? problem.rule;
  if (problem === 'range') return m.range(format.count(spec.low), format.count(spec.high), unit);
  return m[problem];
}
