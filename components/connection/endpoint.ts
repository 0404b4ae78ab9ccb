import { type DraftEndpoint, type PostgresEndpoint, postgresEndpoint } from '#engine/task/config.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';

export type EndpointField = 'host' | 'port' | 'database' | 'user';
export const ENDPOINT_FIELDS: readonly EndpointField[] = ['host', 'port', 'database', 'user'];

/** What a new endpoint begins as. */
export const NEW_ENDPOINT: OwnEndpoint = { type: 'postgresql', port: 5432, tls: { mode: 'disable' } };

export function isSavedEndpoint(endpoint: DraftEndpoint | undefined): endpoint is { connectionId: string } {
  return endpoint !== undefined && 'connectionId' in endpoint;
}

/** With one field set; an empty one is left out, so that the rest can be saved. */
export function withField<Name extends keyof OwnEndpoint>(
  endpoint: OwnEndpoint,
  name: Name,
  value: OwnEndpoint[Name] | undefined,
): OwnEndpoint {
  const next: OwnEndpoint = { ...NEW_ENDPOINT, ...endpoint };
  if (value === undefined || value === '') delete next[name];
  else next[name] = value;
  return next;
}

/** The fields that still stand in the way of a test. */
export function missingFields(endpoint: OwnEndpoint): readonly EndpointField[] {
  return ENDPOINT_FIELDS.filter((name) => !postgresEndpoint.shape[name].safeParse(endpoint[name] ?? null).success);
}

const MODES: Readonly<Record<string, PostgresEndpoint['tls']['mode']>> = {
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

/** Reads `postgresql://user:password@host:port/database?sslmode=…`; null when it is none. */
export function endpointOfUrl(text: string): OwnEndpoint | null {
  if (!/^postgres(ql)?:\/\//i.test(text.trim())) return null;
  try {
    const url = new URL(text.trim());
    const parts = {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      database: decodeURIComponent(url.pathname.slice(1)),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
    const filled = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
    const mode = MODES[url.searchParams.get('sslmode') ?? ''] ?? 'disable';
    return { ...NEW_ENDPOINT, ...filled, port: url.port === '' ? 5432 : Number(url.port), tls: { mode } };
  } catch {
    return null;
  }
}
