import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('min-w-0 overflow-clip rounded-lg border bg-surface', className)} {...props} />;
}

export interface CardHeaderProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** A line under the header, when a table or a list follows. */
  readonly divided?: boolean | undefined;
  readonly className?: string | undefined;
}

export function CardHeader({ title, description, actions, divided = false, className }: CardHeaderProps) {
  return (
    <header
      className={cn('flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5', divided && 'border-b', className)}
    >
      <div className="min-w-0">
        <h2 className="font-semibold text-base">{title}</h2>
        {description !== undefined && <p className="mt-0.5 text-muted text-sm">{description}</p>}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  );
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('px-4 py-4 [header:not(.border-b)+&]:pt-1', className)} {...props} />;
}

export function CardFooter({ className, ...props }: ComponentProps<'footer'>) {
  return (
    <footer className={cn('flex flex-wrap items-center justify-end gap-2 border-t bg-surface-2/50 px-4 py-3', className)} {...props} />
  );
}
