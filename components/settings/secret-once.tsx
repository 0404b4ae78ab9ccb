'use client';

import { useMessages } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { secretMessages } from './secret-messages.ts';

export interface SecretOnceProps {
  readonly label: string;
  readonly value: string;
  /** What is to be done with it. */
  readonly note: string;
}

/** A password or key that nobody can read again. */
export function SecretOnce({ label, value, note }: SecretOnceProps) {
  const m = useMessages(secretMessages);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <div className="mb-1.5 font-medium text-sm">{label}</div>
        <div className="flex min-h-9 items-center gap-2 rounded-md border border-border-strong bg-surface-2 py-1 pr-1 pl-3">
          <code data-secret className="min-w-0 flex-1 select-all font-mono text-sm [overflow-wrap:anywhere]">
            {value}
          </code>
          <CopyButton value={value} label={m.copy(label)} />
        </div>
      </div>
      <Callout tone="warning" title={m.once}>
        {note}
      </Callout>
    </div>
  );
}
