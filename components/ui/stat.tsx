import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export interface StatProps {
  readonly label: ReactNode;
  /** The figure; a dash while it is not known. */
  readonly value: ReactNode;
  readonly sub?: ReactNode;
  readonly tone?: 'neutral' | 'success' | 'warning' | 'danger' | undefined;
  readonly className?: string | undefined;
}

const TONE = { neutral: 'text-foreground', success: 'text-success', warning: 'text-warning', danger: 'text-danger' } as const;

export function Stat({ label, value, sub, tone = 'neutral', className }: StatProps) {
  return (
    <div className={cn('flex min-w-0 flex-col px-4 py-3.5', className)}>
      <div className="truncate text-muted text-xs">{label}</div>
      <div className={cn('numeric mt-1 truncate font-semibold text-xl tracking-[-0.015em]', TONE[tone])}>{value}</div>
      {sub !== undefined && <div className="numeric mt-0.5 min-h-4 truncate text-subtle text-xs">{sub}</div>}
    </div>
  );
}

/** Stats side by side in one frame. */
export function StatGroup({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <div
      className={cn(
        'grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none [&>*]:bg-surface',
        className,
      )}
    >
      {children}
    </div>
  );
}
