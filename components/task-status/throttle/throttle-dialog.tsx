'use client';

import { useState } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { advancedMessages } from '#components/wizard/advanced/messages.ts';
import { CHANGE_THROTTLE_FIELDS, changeThrottleOf, formOf, isFine, throttleProblems } from '#components/wizard/advanced/throttle.ts';
import type { LimitsChange } from '#engine/engine.ts';
import type { Limits } from '#engine/task/limits.ts';
import { api, explain } from '#lib/http/client.ts';
import type { TaskView } from '#lib/task/view.ts';
import { type FullForm, FullLimits, fullChange, isFullFine } from './full-limits.tsx';
import type { LimitedPart } from './limits.ts';
import { throttleMessages } from './messages.ts';
import { ThrottlePart } from './throttle-part.tsx';

export interface ThrottleDialogProps {
  readonly task: TaskView;
  readonly limits: Limits;
  /** What there is still something of to hold back. */
  readonly parts: readonly LimitedPart[];
  readonly classStreams: number;
  readonly onSaved: (limits: Limits) => void;
  readonly onClose: () => void;
}

/** Changes the limits of a task, at work or not. */
export function ThrottleDialog({ task, limits, parts, classStreams, onSaved, onClose }: ThrottleDialogProps) {
  const m = useMessages(throttleMessages);
  const words = useMessages(advancedMessages);
  const text = useText();
  const format = useFormat();
  const streams = task.config.full?.streams;
  const [full, setFull] = useState<FullForm>({
    throttle: formOf(limits.throttle),
    byClass: streams === undefined,
    streams: streams ?? classStreams,
  });
  const [changes, setChanges] = useState(() => formOf(limits.incremental));
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [copies, follows] = [parts.includes('full'), parts.includes('incremental')];
  const wrong = (copies && !isFullFine(full)) || (follows && !isFine(throttleProblems(changes, CHANGE_THROTTLE_FIELDS)));
  const { instanceClass } = task.config.start ?? { instanceClass: 'unlimited' };
  const { classRows = null } = limits;

  const save = async () => {
    if (wrong || saving) return;
    setSaving(true);
    setFailure(null);
    const change: LimitsChange = {
      ...(copies ? fullChange(full) : {}),
      ...(follows ? { incremental: changeThrottleOf(changes) } : {}),
    };
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
      title={copies && follows ? m.both : m.dialogs[follows ? 'incremental' : 'full']}
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
        {copies && (
          <FullLimits
            form={full}
            instanceClass={instanceClass === 'unlimited' ? m.unlimited : instanceClass}
            classStreams={classStreams}
            disabled={saving}
            onChange={setFull}
          />
        )}
        {follows && (
          <div className={copies ? 'flex flex-col gap-5 border-t pt-5' : 'flex flex-col gap-5'}>
            <ThrottlePart
              label={words.changeThrottle}
              fields={CHANGE_THROTTLE_FIELDS}
              form={changes}
              disabled={saving}
              onChange={setChanges}
            />
            {classRows !== null && <p className="text-muted text-sm">{m.classHolds(instanceClass, format.count(classRows))}</p>}
          </div>
        )}
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
