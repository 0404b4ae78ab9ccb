import type { ReactNode } from 'react';

export interface ActionBarProps {
  readonly label: string;
  /** At the left: the way back. */
  readonly start: ReactNode;
  /** A short sentence beside the buttons; spoken when it changes. */
  readonly note: ReactNode;
  /** The buttons at the right, the main one last. */
  readonly children: ReactNode;
}

/** The bar that lies over the bottom of a page of several steps: back, and on. */
export function ActionBar({ label, start, note, children }: ActionBarProps) {
  return (
    <section aria-label={label} className="fixed right-0 bottom-0 left-0 z-15 border-t bg-surface/95 backdrop-blur-sm lg:left-[232px]">
      <div className="mx-auto flex min-h-14 max-w-[1280px] items-center justify-between gap-x-3 px-4 max-sm:flex-wrap max-sm:gap-y-2 max-sm:py-2 sm:px-8">
        {start === false ? <span /> : start}
        <div className="flex min-w-0 items-center gap-3">
          <div
            aria-live="polite"
            className="line-clamp-2 min-w-0 text-right text-muted text-xs empty:hidden max-sm:absolute max-sm:inset-x-0 max-sm:bottom-full max-sm:line-clamp-3 max-sm:border-t max-sm:bg-surface max-sm:px-4 max-sm:py-1.5 max-sm:text-left"
          >
            {note}
          </div>
          {children}
        </div>
      </div>
    </section>
  );
}
