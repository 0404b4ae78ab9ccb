'use client';

import { ChevronRight } from 'lucide-react';
import { cn } from '#components/class-names.ts';

export interface ExpanderProps {
  readonly label: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Opens what belongs to a row. */
export function Expander({ label, open, onToggle }: ExpanderProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-expanded={open}
      onClick={onToggle}
      className="grid size-6 shrink-0 place-items-center rounded-sm text-subtle hover:bg-hover hover:text-foreground"
    >
      <ChevronRight aria-hidden className={cn('size-4 transition-transform duration-100', open && 'rotate-90')} />
    </button>
  );
}
