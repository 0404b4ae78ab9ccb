import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export type StateTone = 'neutral' | 'info' | 'running' | 'success' | 'warning' | 'danger';

const DOT: Readonly<Record<StateTone, string>> = {
  neutral: 'text-subtle',
  info: 'text-info',
  running: 'text-info',
  success: 'text-success',
  warning: 'text-warning-mark',
  danger: 'text-danger',
};

export interface StatePillProps {
  readonly tone?: StateTone | undefined;
  /** Without the frame, for table cells. */
  readonly bare?: boolean | undefined;
  readonly className?: string | undefined;
  /** The state in a word or two. */
  readonly children: ReactNode;
}

/** A coloured dot and the word for it: the colour never speaks alone. The dot of a running state breathes. */
export function StatePill({ tone = 'neutral', bare = false, className, children }: StatePillProps) {
  return (
    <span
      className={cn(
        'inline-flex shrink-0 items-center gap-2 whitespace-nowrap font-medium text-xs',
        !bare && 'h-6 rounded-full border bg-surface pr-2.5 pl-2',
        className,
      )}
    >
      <span aria-hidden className={cn('relative size-2 shrink-0', DOT[tone])}>
        {tone === 'running' && <span className="absolute inset-0 animate-halo rounded-full bg-current" />}
        <span className="absolute inset-0 rounded-full bg-current" />
      </span>
      {children}
    </span>
  );
}
