'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { AuditChoices, AuditPage } from '#lib/audit-log.ts';
import { api } from '#lib/http/client.ts';
import { type AuditFilter, filterIn, queryOf, searchOf } from './filter.ts';

const CHOICES_MS = 60_000;

/** The filter stands in the address: a link to what one sees can be sent on. */
export function useAuditFilter(): readonly [AuditFilter, (change: Partial<AuditFilter>) => void] {
  const params = useSearchParams();
  const path = usePathname();
  const filter = useMemo(() => filterIn(params), [params]);
  const change = useCallback(
    // Another filter begins at its first page.
    (next: Partial<AuditFilter>) => window.history.replaceState(null, '', `${path}${searchOf({ ...filter, page: 1, ...next })}`),
    [filter, path],
  );
  return [filter, change];
}

export function useAudit(filter: AuditFilter) {
  const query = queryOf(filter);
  return useQuery({
    queryKey: ['audit', query],
    queryFn: () => api<AuditPage>('GET', `/audit${query}`),
    // The table keeps its rows while the next ones are on their way.
    placeholderData: keepPreviousData,
  });
}

export function useAuditChoices() {
  return useQuery({ queryKey: ['audit-choices'], queryFn: () => api<AuditChoices>('GET', '/audit/choices'), staleTime: CHOICES_MS });
}
