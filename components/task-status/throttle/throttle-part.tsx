'use client';

import { type ThrottleField, type ThrottleForm, throttleProblems } from '#components/wizard/advanced/throttle.ts';
import { ThrottleFields } from '#components/wizard/advanced/throttle-fields.tsx';
import { ThrottleSwitch } from '#components/wizard/advanced/throttle-switch.tsx';

export interface ThrottlePartProps {
  readonly label: string;
  readonly fields: readonly ThrottleField[];
  readonly form: ThrottleForm;
  readonly disabled: boolean;
  readonly onChange: (form: ThrottleForm) => void;
}

/** The limits of one step of the task: on or off, and which. */
export function ThrottlePart({ label, fields, form, disabled, onChange }: ThrottlePartProps) {
  return (
    <>
      <div className="flex items-center justify-between gap-4">
        <span aria-hidden className="font-medium text-sm">
          {label}
        </span>
        <ThrottleSwitch label={label} on={form.on} onChange={(on) => onChange({ ...form, on })} />
      </div>
      {form.on && (
        <ThrottleFields fields={fields} form={form} problems={throttleProblems(form, fields)} disabled={disabled} onChange={onChange} />
      )}
    </>
  );
}
