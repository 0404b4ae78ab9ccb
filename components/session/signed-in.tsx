'use client';

import type { ReactNode } from 'react';
import { AppShell, type AppShellProps } from '#components/shell/app-shell.tsx';
import { signOut } from '#lib/session/client.ts';
import type { Role } from '#lib/session/role.ts';
import { RoleProvider } from './role.tsx';

export interface SignedInProps {
  readonly user: AppShellProps['user'];
  readonly role: Role;
  readonly children: ReactNode;
}

export function SignedIn({ user, role, children }: SignedInProps) {
  return (
    <RoleProvider role={role}>
      <AppShell user={user} onSignOut={signOut}>
        {children}
      </AppShell>
    </RoleProvider>
  );
}
