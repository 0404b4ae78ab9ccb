import { Check, Minus } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import type { BoxState } from '#engine/plan/select.ts';

/** How a tree line's tick looks; the line itself says its state to a screen reader and takes the clicks. */
export function TreeBox({ state, disabled = false }: { readonly state: BoxState; readonly disabled?: boolean }) {
  return (
    <span
      aria-hidden
      data-box
      className={cn(
        'grid size-4 shrink-0 place-items-center rounded-sm border text-accent-foreground transition-colors duration-100',
        state === 'off' ? 'border-border-strong bg-surface' : 'border-accent bg-accent',
        disabled && 'opacity-45',
      )}
    >
      {state === 'on' && <Check className="size-3" strokeWidth={3.5} />}
      {state === 'mixed' && <Minus className="size-3" strokeWidth={3.5} />}
    </span>
  );
}
