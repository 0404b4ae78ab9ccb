'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { TlsConfig } from '#engine/task/config.ts';
import type { TlsFacts } from '#lib/connection/certificate-facts.ts';
import type { SecretField } from '#lib/endpoint.ts';
import { api } from '#lib/http/client.ts';

/** Typing must not ask the server a letter. */
const ASK_AFTER_MS = 400;

/** What is in the files of a form; undefined while nothing is known of them. */
export function useTlsFacts({ ca, cert, key, passphrase }: TlsConfig, secrets: readonly SecretField[]): TlsFacts | undefined {
  const given = { ca, cert, key, passphrase };
  const keyStored = key === undefined && secrets.includes('tls.key');
  const text = JSON.stringify({ ...given, keyStored });
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const asks = [ca, cert, key].some((part) => part !== undefined && part.trim() !== '');
  const { data } = useQuery({
    queryKey: ['tls-facts', settled],
    queryFn: () => api<TlsFacts>('POST', '/connections/certificates', JSON.parse(settled)),
    enabled: asks,
    staleTime: Number.POSITIVE_INFINITY,
    // A key stands in it: it goes with the form.
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
  return asks ? data : undefined;
}
