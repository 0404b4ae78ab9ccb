'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { useMessages } from '#components/locale.tsx';
import { mayAs, type Role } from '#lib/session/role.ts';
import { roleMessages } from './role-messages.ts';

const RoleContext = createContext<Role>('viewer');

export function RoleProvider({ role, children }: { readonly role: Role; readonly children: ReactNode }) {
  return <RoleContext value={role}>{children}</RoleContext>;
}

/** What the signed-in person is here. */
export function useRole(): Role {
  return useContext(RoleContext);
}

/** Why the signed-in person may not do what takes `least`; null when they may. The server refuses it all the same. */
export function useForbidden(least: Role): string | null {
  const m = useMessages(roleMessages);
  return mayAs(useRole(), least) ? null : m.forbidden[least];
}
