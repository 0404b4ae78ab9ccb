import { DEFAULT_PORTS, type DraftEndpoint, type EndpointType, enteredEndpoint, type TlsConfig } from '#engine/task/config.ts';
import { portOf } from '#lib/address.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';

export type EndpointField = 'host' | 'port' | 'database' | 'user';
export const ENDPOINT_FIELDS: readonly EndpointField[] = ['host', 'port', 'database', 'user'];

/** The kinds of database each side takes, in the order they are offered. */
export const ENDPOINT_TYPES = {
  source: ['postgresql', 'polardb-postgresql'],
  destination: ['postgresql', 'polardb-postgresql', 'polardb-oracle'],
} as const satisfies Readonly<Record<string, readonly EndpointType[]>>;

/** What a new endpoint begins as. */
export const NEW_ENDPOINT: OwnEndpoint = { type: 'postgresql', port: DEFAULT_PORTS.postgresql, tls: { mode: 'disable' } };

export function canBeSource(type: EndpointType = 'postgresql'): boolean {
  return ENDPOINT_TYPES.source.some((each) => each === type);
}

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

/** Of another kind: the port goes along unless it was edited. */
export function withType(endpoint: OwnEndpoint, type: EndpointType): OwnEndpoint {
  const edited = endpoint.port !== undefined && endpoint.port !== DEFAULT_PORTS[endpoint.type ?? 'postgresql'];
  return { ...NEW_ENDPOINT, ...endpoint, type, ...(edited ? {} : { port: DEFAULT_PORTS[type] }) };
}

/** The fields that still stand in the way of a test. */
export function missingFields(endpoint: OwnEndpoint): readonly EndpointField[] {
  return ENDPOINT_FIELDS.filter((name) => !enteredEndpoint.shape[name].safeParse(endpoint[name] ?? null).success);
}

const MODES: Readonly<Record<string, TlsConfig['mode']>> = {
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

/** Reads `postgresql://user:password@host:port/database?sslmode=…`; null when it is none. The address does not tell the kind. */
export function endpointOfUrl(text: string, type: EndpointType): OwnEndpoint | null {
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
    const port = url.port === '' ? undefined : Number(url.port);
    return { ...filled, type, port: portOf({ type, port }), tls: { mode } };
  } catch {
    return null;
  }
}
