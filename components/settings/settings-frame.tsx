'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { settingsMessages } from './messages.ts';
import { SETTINGS } from './sections.ts';

/** What all pages of the settings stand in: their title, and the way from one to the other. */
export function SettingsFrame({ children }: { readonly children: ReactNode }) {
  const m = useMessages(settingsMessages);
  const path = usePathname();
  return (
    <>
      <PageHeader title={m.title} className="mb-2" />
      <nav aria-label={m.sections} className="mb-6 border-b">
        <ul className="-mb-px flex gap-5 overflow-x-auto [scrollbar-width:none]">
          {SETTINGS.map(({ href, name }) => {
            const active = path === href || path.startsWith(`${href}/`);
            return (
              <li key={href} className="shrink-0">
                <Link
                  href={href}
                  aria-current={active ? 'page' : undefined}
                  className={cn(
                    'flex h-9 items-center border-b-2 font-medium text-sm transition-colors duration-100 focus-visible:-outline-offset-2',
                    active ? 'border-accent text-foreground' : 'border-transparent text-muted hover:text-foreground',
                  )}
                >
                  {m[name]}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      {children}
    </>
  );
}
