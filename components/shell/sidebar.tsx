'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { MenuButton } from './menu-button.tsx';
import { shellMessages } from './messages.ts';
import { isUnder, NAVIGATION } from './navigation.ts';
import { LanguageSwitch, ThemeSwitch } from './preferences.tsx';
import { UserMenu, type UserMenuProps } from './user-menu.tsx';
import { Wordmark } from './wordmark.tsx';

/** What stands at the left: on wide screens always, on narrow ones inside a drawer. */
export function Sidebar({ user, onSignOut, onNavigate }: Omit<UserMenuProps, 'onNavigate'> & { onNavigate?: (() => void) | undefined }) {
  const m = useMessages(shellMessages);
  const path = usePathname();
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center px-4">
        <Link href="/" {...(onNavigate ? { onClick: onNavigate } : {})} className="inline-flex rounded-md">
          <Wordmark />
        </Link>
      </div>
      <div className="shrink-0 px-3 pb-3">
        <MenuButton onOpen={onNavigate} />
      </div>
      <nav aria-label={m.navigation} className="scroll-quiet min-h-0 flex-1 overflow-y-auto px-3">
        <ul className="flex flex-col gap-0.5">
          {NAVIGATION.map((entry) => {
            const { href, name, icon: Icon } = entry;
            const active = isUnder(path, entry);
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={active ? 'page' : undefined}
                  {...(onNavigate ? { onClick: onNavigate } : {})}
                  className={cn(
                    'flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-sm transition-colors duration-100',
                    active ? 'bg-active text-foreground' : 'text-muted hover:bg-hover hover:text-foreground',
                  )}
                >
                  <Icon aria-hidden className={cn('size-4', active ? 'text-accent-text' : 'text-subtle')} />
                  {m[name]}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className="flex shrink-0 flex-col gap-2 p-3">
        <div className="flex items-center justify-between gap-2">
          <ThemeSwitch />
          <LanguageSwitch />
        </div>
        <div className="-mx-3 border-t px-3 pt-2">
          <UserMenu user={user} onSignOut={onSignOut} onNavigate={onNavigate} />
        </div>
      </div>
    </div>
  );
}
