'use client';

import { type ChangeEvent, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import type { LimitsChange } from '#engine/engine.ts';
import type { WalLimit } from '#engine/schema/slot.ts';
import { walLimitConfig } from '#engine/task/config.ts';
import type { Limits } from '#engine/task/limits.ts';
import type { Text } from '#engine/text.ts';
import { LimitsDialog } from '../throttle/limits-dialog.tsx';
import { sourceMessages } from './messages.ts';
import { type WalLimitForm, walLimitProblems } from './wal-limit.ts';

export interface WalLimitDialogProps {
  readonly taskId: string;
  readonly limit: WalLimit;
  readonly onSaved: (limits: Limits) => void;
  readonly onClose: () => void;
}

const { warnMegabytes, pauseMegabytes, dropSlot } = walLimitConfig.shape;
const NO_TEXT: Text = { en: '', zh: '' };

/** Changes when the log that the source keeps is worth a warning, and when following stops. */
export function WalLimitDialog({ taskId, limit, onSaved, onClose }: WalLimitDialogProps) {
  const m = useMessages(sourceMessages);
  const text = useText();
  const [form, setForm] = useState<WalLimitForm>({
    warn: limit.warnMegabytes ?? undefined,
    pause: limit.pauseMegabytes ?? undefined,
    dropSlot: limit.dropSlot,
  });
  const problems = walLimitProblems(form);
  const wrong = problems.warn !== undefined || problems.pause !== undefined;
  const change = (): LimitsChange => ({
    walLimit: { warnMegabytes: form.warn ?? null, pauseMegabytes: form.pause ?? null, dropSlot: form.dropSlot },
  });
  return (
    <LimitsDialog
      taskId={taskId}
      title={m.dialogTitle}
      description={m.dialogText}
      wrong={wrong}
      change={change}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(saving) => (
        <>
          <Megabytes
            label={text(warnMegabytes.meta()?.label ?? NO_TEXT)}
            value={form.warn}
            problem={problems.warn === undefined ? undefined : m[problems.warn]}
            disabled={saving}
            onChange={(warn) => setForm({ ...form, warn })}
          />
          <Megabytes
            label={text(pauseMegabytes.meta()?.label ?? NO_TEXT)}
            hint={text(pauseMegabytes.meta()?.help ?? NO_TEXT)}
            value={form.pause}
            problem={problems.pause === undefined ? undefined : m[problems.pause]}
            disabled={saving}
            onChange={(pause) => setForm({ ...form, pause })}
          />
          <Checkbox
            checked={form.dropSlot}
            disabled={saving || form.pause === undefined}
            onCheckedChange={(checked) => setForm({ ...form, dropSlot: checked })}
            label={text(dropSlot.meta()?.label ?? NO_TEXT)}
            description={text(dropSlot.meta()?.help ?? NO_TEXT)}
          />
        </>
      )}
    </LimitsDialog>
  );
}

interface MegabytesProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | undefined;
  readonly problem: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: number | undefined) => void;
}

function Megabytes({ label, hint, value, problem, disabled, onChange }: MegabytesProps) {
  const typed = ({ target }: ChangeEvent<HTMLInputElement>) => {
    // A box that holds what is no number reads as empty, and would be taken for no limit.
    if (target.validity.badInput) onChange(Number.NaN);
    else onChange(Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber);
  };
  return (
    <Field label={label} error={problem} hint={hint}>
      <NumberInput
        className="max-w-52"
        value={value === undefined || Number.isNaN(value) ? '' : value}
        min={1}
        step="any"
        disabled={disabled}
        unit="MB"
        onChange={typed}
      />
    </Field>
  );
}
