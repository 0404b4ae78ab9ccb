'use client';

import { useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { advancedMessages } from '#components/wizard/advanced/messages.ts';
import { formOf, isFine, throttleOf, throttleProblems } from '#components/wizard/advanced/throttle.ts';
import { ThrottleFields } from '#components/wizard/advanced/throttle-fields.tsx';
import { ThrottleSwitch } from '#components/wizard/advanced/throttle-switch.tsx';
import type { LimitsChange } from '#engine/engine.ts';
import type { Limits, Throttle } from '#engine/task/limits.ts';
import { api, explain } from '#lib/http/client.ts';
import type { TaskView } from '#lib/task/view.ts';
import { areStreams } from './limits.ts';
import { throttleMessages } from './messages.ts';

export interface ThrottleDialogProps {
  readonly task: TaskView;
  readonly throttle: Throttle | null;
  /** Undefined: as the instance class says. */
  readonly streams: number | undefined;
  readonly classStreams: number;
  readonly onSaved: (limits: Limits) => void;
  readonly onClose: () => void;
}

/** Changes the limits of a task, at work or not. */
export function ThrottleDialog({ task, throttle, streams, classStreams, onSaved, onClose }: ThrottleDialogProps) {
  const m = useMessages(throttleMessages);
  const words = useMessages(advancedMessages);
  const text = useText();
  const [form, setForm] = useState(() => formOf(throttle));
  const [byClass, setByClass] = useState(streams === undefined);
  const [typed, setTyped] = useState<number | undefined>(streams ?? classStreams);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const problems = throttleProblems(form);
  const badStreams = !byClass && !areStreams(typed);
  const wrong = !isFine(problems) || badStreams;
  const { instanceClass } = task.config.start ?? { instanceClass: 'unlimited' };

  const save = async () => {
    if (wrong || saving) return;
    setSaving(true);
    setFailure(null);
    const change: LimitsChange = { throttle: throttleOf(form), streams: byClass ? null : (typed ?? null) };
    try {
      onSaved(await api<Limits>('PATCH', `/tasks/${encodeURIComponent(task.id)}/limits`, change));
      onClose();
    } catch (error) {
      setFailure(error);
      setSaving(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.dialog}
      description={m.dialogText}
      locked={saving}
      footer={
        <>
          <Button disabled={saving} onClick={onClose}>
            {m.cancel}
          </Button>
          <Button variant="primary" loading={saving} disabled={wrong} onClick={() => void save()}>
            {m.save}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="flex items-center justify-between gap-4">
          <span aria-hidden className="font-medium text-sm">
            {words.throttle}
          </span>
          <ThrottleSwitch on={form.on} onChange={(on) => setForm({ ...form, on })} />
        </div>
        {form.on && <ThrottleFields form={form} problems={problems} disabled={saving} onChange={setForm} />}
        <div className="flex flex-col gap-3 border-t pt-5">
          <Checkbox
            checked={byClass}
            disabled={saving}
            onCheckedChange={setByClass}
            label={m.byClass(instanceClass === 'unlimited' ? m.unlimited : instanceClass, String(classStreams))}
          />
          <Field label={m.streams} hint={m.streamsText} error={badStreams ? m.streamsRange : undefined}>
            <NumberInput
              value={byClass ? classStreams : (typed ?? '')}
              min={1}
              max={64}
              step={1}
              disabled={byClass || saving}
              onValueChange={setTyped}
            />
          </Field>
        </div>
        {failure !== null && (
          <Callout tone="danger" title={text(explain(failure).message)}>
            {text(explain(failure).hint)}
          </Callout>
        )}
        {/* Enter in a box saves; the button that is seen is below. */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
