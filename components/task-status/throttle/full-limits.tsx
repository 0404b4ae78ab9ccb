'use client';

import { useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { advancedMessages } from '#components/wizard/advanced/messages.ts';
import { isFine, THROTTLE_FIELDS, type ThrottleForm, throttleOf, throttleProblems } from '#components/wizard/advanced/throttle.ts';
import type { LimitsChange } from '#engine/engine.ts';
import { areStreams } from './limits.ts';
import { throttleMessages } from './messages.ts';
import { ThrottlePart } from './throttle-part.tsx';

/** Limits of full load as they are on the page. */
export interface FullForm {
  readonly throttle: ThrottleForm;
  /** Streams as the instance class says. */
  readonly byClass: boolean;
  readonly streams: number | undefined;
}

export function isFullFine({ throttle, byClass, streams }: FullForm): boolean {
  return isFine(throttleProblems(throttle)) && (byClass || areStreams(streams));
}

/** The change a form without problems asks for. */
export function fullChange({ throttle, byClass, streams }: FullForm): LimitsChange {
  return { throttle: throttleOf(throttle), streams: byClass ? null : (streams ?? null) };
}

export interface FullLimitsProps {
  readonly form: FullForm;
  /** The class by its name, and the streams it stands for. */
  readonly instanceClass: string;
  readonly classStreams: number;
  readonly disabled: boolean;
  readonly onChange: (form: FullForm) => void;
}

export function FullLimits({ form, instanceClass, classStreams, disabled, onChange }: FullLimitsProps) {
  const m = useMessages(throttleMessages);
  const words = useMessages(advancedMessages);
  const { steps } = useKindWords();
  const bad = !form.byClass && !areStreams(form.streams);
  return (
    <div className="flex flex-col gap-5">
      <ThrottlePart
        label={words.throttle(steps.full)}
        fields={THROTTLE_FIELDS}
        form={form.throttle}
        disabled={disabled}
        onChange={(throttle) => onChange({ ...form, throttle })}
      />
      <Checkbox
        checked={form.byClass}
        disabled={disabled}
        onCheckedChange={(byClass) => onChange({ ...form, byClass })}
        label={m.byClass(instanceClass, String(classStreams))}
      />
      <Field label={m.streams} hint={m.streamsText} error={bad ? m.streamsRange : undefined}>
        <NumberInput
          value={form.byClass ? classStreams : (form.streams ?? '')}
          min={1}
          max={64}
          step={1}
          disabled={form.byClass || disabled}
          onValueChange={(streams) => onChange({ ...form, streams })}
        />
      </Field>
    </div>
  );
}
