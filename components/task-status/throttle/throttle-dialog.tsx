'use client';

import { useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { advancedMessages } from '#components/wizard/advanced/messages.ts';
import { CHANGE_THROTTLE_FIELDS, changeThrottleOf, formOf, isFine, throttleProblems } from '#components/wizard/advanced/throttle.ts';
import type { LimitsChange } from '#engine/engine.ts';
import type { Limits } from '#engine/task/limits.ts';
import type { TaskView } from '#lib/task/view.ts';
import { type FullForm, FullLimits, fullChange, isFullFine } from './full-limits.tsx';
import type { LimitedPart } from './limits.ts';
import { LimitsDialog } from './limits-dialog.tsx';
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
  const { steps } = useKindWords();
  const format = useFormat();
  const streams = task.config.full?.streams;
  const [full, setFull] = useState<FullForm>({
    throttle: formOf(limits.throttle),
    byClass: streams === undefined,
    streams: streams ?? classStreams,
  });
  const [changes, setChanges] = useState(() => formOf(limits.incremental));
  const [copies, follows] = [parts.includes('full'), parts.includes('incremental')];
  const wrong = (copies && !isFullFine(full)) || (follows && !isFine(throttleProblems(changes, CHANGE_THROTTLE_FIELDS)));
  const { instanceClass } = task.config.start ?? { instanceClass: 'unlimited' };
  const { classRows = null } = limits;

  const change = (): LimitsChange => ({
    ...(copies ? fullChange(full) : {}),
    ...(follows ? { incremental: changeThrottleOf(changes) } : {}),
  });

  return (
    <LimitsDialog
      taskId={task.id}
      title={copies && follows ? m.both : m.dialogs[follows ? 'incremental' : 'full']}
      description={m.dialogText}
      wrong={wrong}
      change={change}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(saving) => (
        <>
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
                label={words.throttle(steps.incremental)}
                fields={CHANGE_THROTTLE_FIELDS}
                form={changes}
                disabled={saving}
                onChange={setChanges}
              />
              {classRows !== null && <p className="text-muted text-sm">{m.classHolds(instanceClass, format.count(classRows))}</p>}
            </div>
          )}
        </>
      )}
    </LimitsDialog>
  );
}
