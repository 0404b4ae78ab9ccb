'use client';

import type { TaskState } from '#engine/task/state.ts';
import { ReleaseDialog } from './release-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';

export interface NamedTask {
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
}

export interface TaskDialogProps {
  readonly task: NamedTask;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export type AskedAction = 'stop' | 'release';

export interface TaskDialogsProps {
  readonly task: NamedTask;
  readonly asked: AskedAction | null;
  readonly onClose: () => void;
  /** After the record is gone. */
  readonly onReleased?: (() => void) | undefined;
}

/** The questions asked before what cannot be undone. */
export function TaskDialogs({ task, asked, onClose, onReleased }: TaskDialogsProps) {
  const close = (open: boolean) => {
    if (!open) onClose();
  };
  return (
    <>
      <StopDialog task={task} open={asked === 'stop'} onOpenChange={close} />
      <ReleaseDialog task={task} open={asked === 'release'} onOpenChange={close} onReleased={onReleased} />
    </>
  );
}
