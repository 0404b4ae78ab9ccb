'use client';

import { Menu } from 'lucide-react';
import Link from 'next/link';
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { CommandHost } from './command/command-host.tsx';
import { MenuIconButton } from './menu-button.tsx';
import { shellMessages } from './messages.ts';
import { Sidebar } from './sidebar.tsx';
import type { ShellUser } from './user-menu.tsx';
import { Wordmark } from './wordmark.tsx';

export interface AppShellProps {
  readonly user: ShellUser;
  readonly onSignOut: () => Promise<void>;
  readonly children: ReactNode;
}

/** The frame of every signed-in page: navigation at the left, the page in the middle. */
export function AppShell({ user, onSignOut, children }: AppShellProps) {
  const m = useMessages(shellMessages);
  const [open, setOpen] = useState(false);
  return (
    <CommandHost>
      <div className="min-h-dvh lg:pl-[232px]">
        <a
          href="#content"
          className="sr-only rounded-md bg-raised px-3 py-2 font-medium text-sm shadow-pop focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50"
        >
          {m.skipToContent}
        </a>
        <aside className="fixed inset-y-0 left-0 z-20 w-[232px] border-r bg-sidebar max-lg:hidden">
          <Sidebar user={user} onSignOut={onSignOut} />
        </aside>
        <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-sidebar px-3 lg:hidden">
          <Dialog.Root open={open} onOpenChange={setOpen}>
            <Dialog.Trigger asChild>
              <IconButton label={m.openNavigation} tooltip={false} icon={<Menu />} />
            </Dialog.Trigger>
            <Dialog.Portal>
              <Dialog.Overlay className="fixed inset-0 z-30 animate-fade-in bg-overlay" />
              <Dialog.Content
                aria-describedby={undefined}
                className="fixed inset-y-0 left-0 z-30 w-[264px] max-w-[85vw] animate-fade-in border-r bg-sidebar outline-none"
              >
                <Dialog.Title className="sr-only">{m.navigation}</Dialog.Title>
                <Sidebar user={user} onSignOut={onSignOut} onNavigate={() => setOpen(false)} />
              </Dialog.Content>
            </Dialog.Portal>
          </Dialog.Root>
          <Link href="/" className="inline-flex rounded-md">
            <Wordmark />
          </Link>
          <MenuIconButton />
        </header>
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[1280px] px-4 py-6 outline-none sm:px-8 sm:py-8">
          {children}
        </main>
      </div>
    </CommandHost>
  );
}
