'use client';

import { useMessages } from '#components/locale.tsx';
import type { ErrorReport } from '#engine/errors.ts';
import { statusMessages } from './messages.ts';

/** Which object an error concerns and its code, for searching and reporting. */
export function ErrorFacts({ error }: { readonly error: ErrorReport }) {
  const m = useMessages(statusMessages);
  return (
    <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
      {error.object !== null && (
        <div className="flex gap-1.5">
          <dt>{m.object}</dt>
          <dd className="font-mono text-foreground">{error.object}</dd>
        </div>
      )}
      <div className="flex gap-1.5">
        <dt>{m.code}</dt>
        <dd className="font-mono text-foreground">{error.code}</dd>
      </div>
    </dl>
  );
}
