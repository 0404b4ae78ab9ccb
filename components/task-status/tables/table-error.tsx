'use client';

import { useText } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { ErrorReport } from '#engine/errors.ts';
import { ErrorFacts } from '../error-facts.tsx';

/** Why a table failed, and what to do about it. */
export function TableError({ error }: { readonly error: ErrorReport }) {
  const text = useText();
  return (
    <Callout tone="danger" title={text(error.message)}>
      <p>{text(error.hint)}</p>
      <ErrorFacts error={error} />
    </Callout>
  );
}
