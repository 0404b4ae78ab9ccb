'use client';

import type { ReactNode } from 'react';
import { AppShell, type AppShellProps } from '#components/shell/app-shell.tsx';
import { signOut } from '#lib/session/client.ts';

export function SignedIn({ user, children }: { readonly user: AppShellProps['user']; readonly children: ReactNode }) {
  return (
    <AppShell user={user} onSignOut={signOut}>
      {children}
    </AppShell>
  );
}
