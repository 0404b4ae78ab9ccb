'use client';

import { ArrowRight } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { objectsMessages } from './messages.ts';

export interface SelectedNameProps {
  readonly name: string;
  readonly as: string | undefined;
  readonly strong?: boolean;
}

/** The old name gives way first; the new one is what was set. */
export function SelectedName({ name, as, strong = false }: SelectedNameProps) {
  const m = useMessages(objectsMessages).selected;
  if (as === undefined)
    return (
      <span title={name} className={cn('min-w-0 truncate', strong && 'font-medium')}>
        {name}
      </span>
    );
  return (
    <span title={m.becomes(name, as)} className="flex min-w-0 items-center gap-1.5">
      <span className="sr-only">{m.becomes(name, as)}</span>
      <span aria-hidden className="min-w-8 shrink-[3] truncate text-subtle">
        {name}
      </span>
      <ArrowRight aria-hidden className="size-3 shrink-0 text-subtle" />
      <span aria-hidden className={cn('min-w-0 truncate', strong && 'font-medium')}>
        {as}
      </span>
    </span>
  );
}
