import type { ReactNode } from 'react';

export interface PanelProps {
  readonly title: ReactNode;
  /** Beside the title: how much there is. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** A line between head and content. */
  readonly bar?: ReactNode;
  /** Below the content, as long as it has something to say. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** One of the two object lists: equally high, each with its own scrolling. */
export function Panel({ title, note, actions, bar, foot, children }: PanelProps) {
  return (
    <section className="flex h-[min(560px,64dvh)] min-h-[320px] min-w-0 flex-col overflow-hidden rounded-lg border bg-surface">
      {/* On a phone the note has a line of its own. */}
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2 border-b pr-2 pl-4">
        <h3 className="flex h-11 shrink-0 items-center font-semibold text-sm">{title}</h3>
        <div
          aria-live="polite"
          className="numeric min-w-0 flex-1 truncate text-muted text-xs max-sm:order-last max-sm:basis-full max-sm:[&:not(:empty)]:pb-2"
        >
          {note}
        </div>
        <div className="ml-auto">{actions}</div>
      </header>
      {bar}
      <div className="relative min-h-0 flex-1">{children}</div>
      {foot}
    </section>
  );
}
