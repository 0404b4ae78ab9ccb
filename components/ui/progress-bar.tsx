import { cn } from '#components/class-names.ts';

export interface ProgressBarProps {
  /** From 0 to 1; null while the length is not known. */
  readonly value: number | null;
  /** Read aloud. */
  readonly label: string;
  readonly tone?: 'accent' | 'success' | 'warning' | 'danger' | 'neutral' | undefined;
  readonly size?: 'sm' | 'md' | undefined;
  readonly className?: string | undefined;
}

const TONE = { accent: 'bg-accent', success: 'bg-success', warning: 'bg-warning-mark', danger: 'bg-danger', neutral: 'bg-subtle' } as const;

/** Glides to each new value instead of jumping there. */
export function ProgressBar({ value, label, tone = 'accent', size = 'md', className }: ProgressBarProps) {
  const share = value === null || !Number.isFinite(value) ? null : Math.min(1, Math.max(0, value));
  const percent = share === null ? undefined : Math.floor(share * 1000) / 10;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('w-full overflow-hidden rounded-full bg-active', size === 'sm' ? 'h-1' : 'h-1.5', className)}
    >
      {share === null ? (
        <div className={cn('h-full w-1/3 animate-sweep rounded-full', TONE[tone])} />
      ) : (
        <div
          className={cn('h-full w-full rounded-full transition-transform duration-700 ease-out', TONE[tone])}
          style={{ transform: `translateX(${(share - 1) * 100}%)` }}
        />
      )}
    </div>
  );
}
