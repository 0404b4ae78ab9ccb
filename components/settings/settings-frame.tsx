'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { showInBar } from '#components/ui/show-in-bar.ts';
import { settingsMessages } from './messages.ts';
import { SETTINGS } from './sections.ts';

/** What all pages of the settings stand in: their title, and the way from one to the other. */
export function SettingsFrame({ children }: { readonly children: ReactNode }) {
  const m = useMessages(settingsMessages);
  const path = usePathname();
  const bar = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another tab, which `aria-current` tells.
  useEffect(() => showInBar(bar.current, bar.current?.querySelector<HTMLElement>('[aria-current]')), [path]);
  return (
    <>
      <PageHeader title={m.title} className="mb-2" />
      <nav aria-label={m.sections} className="mb-6 border-b">
        <ul ref={bar} className="-mb-px flex gap-5 overflow-x-auto [scrollbar-width:none]">
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
