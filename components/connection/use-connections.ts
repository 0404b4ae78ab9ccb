'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';
import { api } from '#lib/http/client.ts';

const KEY = ['connections'];

/** The saved connections, by name. */
export function useConnections(initial?: readonly ConnectionView[]) {
  return useQuery({
    queryKey: KEY,
    queryFn: () => api<readonly ConnectionView[]>('GET', '/connections'),
    ...(initial === undefined ? {} : { initialData: initial }),
  });
}

export interface ConnectionInput {
  /** Null makes a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly endpoint: OwnEndpoint;
}

export function useSaveConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...form }: ConnectionInput) =>
      id === null
        ? api<ConnectionView>('POST', '/connections', form)
        : api<ConnectionView>('PUT', `/connections/${encodeURIComponent(id)}`, form),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveConnection() {
  const client = useQueryClient();
  return useCallback(
    async (id: string) => {
      await api('DELETE', `/connections/${encodeURIComponent(id)}`);
      await client.invalidateQueries({ queryKey: KEY });
    },
    [client],
  );
}

/** Tests a saved connection as far as both uses go: what a source needs besides, the test of its page and the wizard tell. */
export function useTestConnection() {
  return useMutation({
    mutationFn: (id: string) => api<Diagnosis>('POST', `/connections/${encodeURIComponent(id)}/diagnose`, { side: 'destination' }),
  });
}
