'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '#lib/http/client.ts';
import type { KeyView } from '#lib/session/keys.ts';
import type { Role } from '#lib/session/role.ts';

const KEY = ['keys'];

/** One's own keys, or with `all` everybody's. */
export function useKeys(all: boolean, initial: readonly KeyView[]) {
  return useQuery({
    queryKey: [...KEY, all],
    queryFn: () => api<readonly KeyView[]>('GET', all ? '/keys?all=true' : '/keys'),
    ...(all ? {} : { initialData: initial }),
  });
}

export function useKeyActions() {
  const client = useQueryClient();
  return useMemo(
    () => ({
      create: async (form: { readonly name: string; readonly role: Role; readonly expiresInDays: number | null }) => {
        const made = await api<{ readonly key: string }>('POST', '/keys', form);
        await client.invalidateQueries({ queryKey: KEY });
        return made;
      },
      revoke: async (id: string) => {
        await api<void>('DELETE', `/keys/${encodeURIComponent(id)}`);
        await client.invalidateQueries({ queryKey: KEY });
      },
    }),
    [client],
  );
}
