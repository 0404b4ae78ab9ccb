'use client';

import { useQuery } from '@tanstack/react-query';
import { api } from '#lib/http/client.ts';
import type { SessionView } from '#lib/session/profile.ts';

export const SESSIONS = ['sessions'];

export function useSessions(initial: readonly SessionView[]) {
  return useQuery({
    queryKey: SESSIONS,
    queryFn: () => api<readonly SessionView[]>('GET', '/profile/sessions'),
    initialData: initial,
  });
}
