'use client';

import { Check, CloudOff } from 'lucide-react';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { useDraft } from './draft.tsx';
import { wizardMessages } from './messages.ts';

/** Says quietly whether what was edited is stored; loudly only when it is not. */
export function SaveStatus() {
  const m = useMessages(wizardMessages);
  const t = useText();
  const { saving, changed, flush } = useDraft();
  // The banner says why, and what can be done.
  if (saving.state === 'failed' && changed !== null) {
    return (
      <div className="flex h-8 items-center gap-1.5 font-medium text-danger text-sm">
        <CloudOff aria-hidden className="size-4 shrink-0" />
        {m.notSaved}
      </div>
    );
  }
  if (saving.state === 'failed') {
    const { message, hint } = saving.error.report;
    return (
      <div role="alert" className="flex min-h-8 min-w-0 max-w-full items-center gap-2 text-danger text-sm">
        <CloudOff aria-hidden className="size-4 shrink-0" />
        <Tooltip content={`${t(message)}. ${t(hint)}`} side="bottom">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the whole reason stands in the tooltip. */}
          <span tabIndex={0} className="line-clamp-2 max-w-md rounded-sm">
            <span className="font-medium">{m.notSaved}</span> · {t(message)}
          </span>
        </Tooltip>
        <Button size="sm" onClick={() => void flush().catch(() => {})}>
          {m.retry}
        </Button>
      </div>
    );
  }
  const busy = saving.state === 'saving';
  return (
    <div className="flex h-8 items-center gap-1.5 text-subtle text-xs [&_svg]:size-3.5">
      {busy ? <Spinner /> : <Check aria-hidden />}
      {busy ? m.saving : m.saved}
    </div>
  );
}
