'use client';

import { ChevronsUpDown, LogOut, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { useRole } from '#components/session/role.tsx';
import { roleMessages } from '#components/session/role-messages.ts';
import { DropdownItem, DropdownMenu, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { shellMessages } from './messages.ts';

export interface ShellUser {
  readonly name: string;
  readonly email: string;
}

export interface UserMenuProps {
  readonly user: ShellUser;
  readonly onSignOut: () => Promise<void>;
  readonly onNavigate?: (() => void) | undefined;
}

export function UserMenu({ user, onSignOut, onNavigate }: UserMenuProps) {
  const m = useMessages(shellMessages);
  const roles = useMessages(roleMessages);
  const role = useRole();
  const [leaving, setLeaving] = useState(false);
  const name = user.name.trim() === '' ? user.email : user.name;
  const signOut = async () => {
    setLeaving(true);
    try {
      await onSignOut();
    } catch {
      toast.error(m.signOutFailed);
    } finally {
      setLeaving(false);
    }
  };
  return (
    <DropdownMenu
      side="top"
      align="start"
      className="w-[208px]"
      trigger={
        <button
          type="button"
          aria-label={`${m.account}: ${name}`}
          className="flex w-full min-w-0 items-center gap-2.5 rounded-md p-1.5 text-left transition-colors duration-100 hover:bg-hover data-[state=open]:bg-hover"
        >
          <Initial name={name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium text-sm leading-4">{name}</span>
            <span className="block truncate text-2xs text-subtle">{user.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
        </button>
      }
    >
      <div className="min-w-0 px-2 py-1.5">
        <div className="truncate font-medium text-sm">{name}</div>
        <div className="truncate text-muted text-xs">{user.email}</div>
        <div className="mt-1 truncate text-muted text-xs">{m.signedInAs(roles.names[role])}</div>
      </div>
      <DropdownSeparator />
      <DropdownItem asChild onSelect={() => onNavigate?.()}>
        <Link href="/settings/profile">
          <UserRound aria-hidden />
          {m.profile}
        </Link>
      </DropdownItem>
      <DropdownItem icon={<LogOut />} disabled={leaving} onSelect={signOut}>
        {m.signOut}
      </DropdownItem>
    </DropdownMenu>
  );
}

function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs uppercase"
    >
      {[...name.trim()][0] ?? '?'}
    </span>
  );
}
