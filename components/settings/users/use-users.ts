'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '#lib/http/client.ts';
import type { Role } from '#lib/session/role.ts';
import type { UserView } from '#lib/session/users.ts';

const KEY = ['users'];

export function useUsers(initial: readonly UserView[]) {
  return useQuery({ queryKey: KEY, queryFn: () => api<readonly UserView[]>('GET', '/users'), initialData: initial });
}

interface HandedOver {
  readonly password: string;
}

/** What an administrator does with users; each shows in the list when it is done. */
export function useUserActions() {
  const client = useQueryClient();
  return useMemo(() => {
    const done = async <T>(asked: Promise<T>): Promise<T> => {
      const result = await asked;
      await client.invalidateQueries({ queryKey: KEY });
      return result;
    };
    const path = (id: string) => `/users/${encodeURIComponent(id)}`;
    return {
      invite: (form: { readonly name: string; readonly email: string; readonly role: Role }) =>
        done(api<HandedOver>('POST', '/users', form)),
      setRole: (id: string, role: Role) => done(api<void>('PATCH', path(id), { role })),
      setDisabled: (id: string, disabled: boolean) => done(api<void>('PATCH', path(id), { disabled })),
      resetPassword: (id: string) => done(api<HandedOver>('POST', `${path(id)}/password`)),
      remove: (id: string) => done(api<void>('DELETE', path(id))),
    };
  }, [client]);
}
