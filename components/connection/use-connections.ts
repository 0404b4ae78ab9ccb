'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import type { ConnectionView, UsedConnection } from '#lib/connection/connections.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';
import { api } from '#lib/http/client.ts';

export const CONNECTIONS_KEY = ['connections'];

/** The saved connections, by name. */
export function useConnections(initial?: readonly UsedConnection[]) {
  return useQuery({
    queryKey: CONNECTIONS_KEY,
    queryFn: () => api<readonly UsedConnection[]>('GET', '/connections'),
    ...(initial === undefined ? {} : { initialData: initial }),
  });
}

export interface ConnectionInput {
  /** Null makes a new one. */
  readonly id: string | null;
  readonly name: string;
  /** Absent: one is made, or the stored one stays. */
  readonly instanceId?: string;
  readonly region?: string;
  readonly tags?: readonly string[];
  readonly endpoint: OwnEndpoint;
}

export function useSaveConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...form }: ConnectionInput) =>
      id === null
        ? api<ConnectionView>('POST', '/connections', form)
        : api<ConnectionView>('PUT', `/connections/${encodeURIComponent(id)}`, form),
    onSuccess: () => client.invalidateQueries({ queryKey: CONNECTIONS_KEY }),
  });
}

export function useRemoveConnection() {
  const client = useQueryClient();
  return useCallback(
    async (id: string) => {
      await api('DELETE', `/connections/${encodeURIComponent(id)}`);
      await client.invalidateQueries({ queryKey: CONNECTIONS_KEY });
    },
    [client],
  );
}

/** Tests a saved connection as far as both uses go: what a source needs besides, the test of its page and the wizard tell. */
export function useTestConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api<Diagnosis>('POST', `/connections/${encodeURIComponent(id)}/diagnose`, { side: 'destination' }),
    onSuccess: () => client.invalidateQueries({ queryKey: CONNECTIONS_KEY }),
  });
}
