'use client';

import type { ReactNode } from 'react';
import { useForbidden } from '#components/session/role.tsx';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { TaskKind } from '#engine/task/config.ts';
import { useNewTask } from './use-new-task.ts';

export interface CreateButtonProps {
  readonly kind: TaskKind;
  readonly variant?: 'primary' | 'secondary' | undefined;
  readonly children: ReactNode;
}

/** Makes a draft of this kind and opens its wizard; for who may not it says why. */
export function CreateButton({ kind, variant = 'primary', children }: CreateButtonProps) {
  const { create, creating } = useNewTask(kind);
  const forbidden = useForbidden('operator');
  const button = (
    <Button variant={variant} loading={creating} disabled={forbidden !== null} onClick={create}>
      {children}
    </Button>
  );
  if (forbidden === null) return button;
  // A disabled button gets neither pointer nor focus: the reason hangs on what is around it.
  return (
    <Tooltip content={forbidden}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable with the keyboard. */}
      <span tabIndex={0} className="rounded-md">
        {button}
      </span>
    </Tooltip>
  );
}
