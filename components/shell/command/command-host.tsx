'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useShortcuts } from './shortcuts.ts';

const CommandMenu = dynamic(() => import('./command-menu.tsx').then((module) => module.CommandMenu), { ssr: false });
const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog.tsx').then((module) => module.ShortcutsDialog), { ssr: false });

const OpenMenu = createContext<() => void>(() => {});

/** Opens the command menu, from a button. */
export function useOpenMenu(): () => void {
  return useContext(OpenMenu);
}

/** Listens to the keys that work everywhere, and shows what they open. Both arrive when they are first wanted. */
export function CommandHost({ children }: { readonly children: ReactNode }) {
  const [opened, setOpened] = useState<'menu' | 'help' | null>(null);
  const close = useCallback(() => setOpened(null), []);
  const openMenu = useCallback(() => setOpened((now) => (now === 'menu' ? null : 'menu')), []);
  const openHelp = useCallback(() => setOpened('help'), []);
  useShortcuts({ onMenu: openMenu, onHelp: openHelp });
  return (
    <OpenMenu value={openMenu}>
      {children}
      {opened === 'menu' && <CommandMenu onClose={close} onHelp={openHelp} />}
      {opened === 'help' && <ShortcutsDialog onClose={close} />}
    </OpenMenu>
  );
}
