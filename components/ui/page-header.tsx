'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { uiMessages } from './messages.ts';

export interface Breadcrumb {
  readonly label: string;
  readonly href?: string | undefined;
}

export interface PageHeaderProps {
  readonly title: ReactNode;
  /** A state pill or a badge right after the title. */
  readonly badge?: ReactNode;
  readonly description?: ReactNode;
  /** The way here, without the page itself. */
  readonly breadcrumbs?: readonly Breadcrumb[] | undefined;
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

export function PageHeader({ title, badge, description, breadcrumbs = [], actions, className }: PageHeaderProps) {
  const m = useMessages(uiMessages);
  return (
    <header className={cn('mb-6', className)}>
      {breadcrumbs.length > 0 && (
        <nav aria-label={m.breadcrumbs} className="mb-1.5">
          <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
            {breadcrumbs.map((crumb, index) => (
              <Fragment key={`${crumb.href ?? ''} ${crumb.label}`}>
                {index > 0 && (
                  <li aria-hidden>
                    <ChevronRight className="size-3.5 text-subtle" />
                  </li>
                )}
                <li className="min-w-0 truncate">
                  {crumb.href === undefined ? (
                    crumb.label
                  ) : (
                    <Link href={crumb.href} className="rounded-sm hover:text-foreground">
                      {crumb.label}
                    </Link>
                  )}
                </li>
              </Fragment>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 font-semibold text-xl tracking-[-0.015em] [overflow-wrap:anywhere]">{title}</h1>
            {badge}
          </div>
          {description !== undefined && <div className="mt-1 max-w-2xl text-muted text-sm">{description}</div>}
        </div>
        {actions !== undefined && <div className="flex max-w-full shrink-0 flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
