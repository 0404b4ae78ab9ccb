'use client';

import { MoreHorizontal } from 'lucide-react';
import { cn } from '#components/class-names.ts';

export interface LineMenuButtonProps {
  readonly label: string;
  readonly onOpen: (at: { readonly x: number; readonly y: number }) => void;
  readonly className?: string | undefined;
}

/** Opens a line's menu. The keyboard has keys of its own for that, so it is no stop of the Tab key: a tree is one stop. */
export function LineMenuButton({ label, onOpen, className }: LineMenuButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      onClick={(event) => {
        event.stopPropagation();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        onOpen({ x: left, y: bottom });
      }}
      className={cn(
        'grid size-6 shrink-0 place-items-center rounded-sm text-subtle transition-colors duration-100 hover:bg-active hover:text-foreground',
        className,
      )}
    >
      <MoreHorizontal aria-hidden className="size-3.5" />
    </button>
  );
}
