import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger';

const TONE: Readonly<Record<Tone, string>> = {
  neutral: 'bg-active text-muted',
  accent: 'bg-accent-soft text-accent-text',
  info: 'bg-info-soft text-info',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
};

export interface BadgeProps {
  readonly tone?: Tone | undefined;
  readonly mono?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A short word or figure that qualifies what stands next to it. */
export function Badge({ tone = 'neutral', mono = false, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        'numeric inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-2xs [&_svg]:size-3',
        mono && 'font-mono font-normal',
        TONE[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
