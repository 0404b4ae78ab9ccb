'use client';

import { Search } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useOpenMenu } from './command/command-host.tsx';
import { KeyCaps, useModifier } from './command/key-caps.tsx';
import { commandMessages } from './command/messages.ts';

/** Opens the command menu for who does not know its keys, or has none. */
export function MenuButton({ onOpen }: { readonly onOpen?: (() => void) | undefined }) {
  const m = useMessages(commandMessages);
  const open = useOpenMenu();
  const modifier = useModifier();
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => {
        onOpen?.();
        open();
      }}
      className="flex h-8 w-full items-center gap-2 rounded-md border bg-surface px-2 text-muted text-sm shadow-control transition-colors duration-100 hover:border-border-strong hover:text-foreground"
    >
      <Search aria-hidden className="size-3.5 shrink-0 text-subtle" />
      <span className="min-w-0 flex-1 truncate text-left">{m.open}</span>
      <span aria-hidden>
        <KeyCaps keys={[modifier, 'K']} />
      </span>
    </button>
  );
}

/** The same on narrow screens. */
export function MenuIconButton() {
  const m = useMessages(commandMessages);
  const open = useOpenMenu();
  return <IconButton label={m.title} tooltip={false} icon={<Search />} onClick={open} className="ml-auto" />;
}
