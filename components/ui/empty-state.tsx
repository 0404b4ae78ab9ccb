import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string | undefined;
}

export function EmptyState({ icon, title, text, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center justify-center px-6 py-14 text-center', className)}>
      {icon !== undefined && (
        <div
          aria-hidden
          className="mb-4 grid size-11 place-items-center rounded-xl border bg-surface text-muted shadow-control [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <h2 className="font-semibold text-base">{title}</h2>
      {text !== undefined && <p className="mt-1 max-w-md text-balance text-muted text-sm">{text}</p>}
      {action !== undefined && <div className="mt-5 flex flex-wrap items-center justify-center gap-2">{action}</div>}
    </div>
  );
}
