import {
  DEFAULT_PORTS,
  type DraftEndpoint,
  type EndpointType,
  enteredEndpoint,
  SELECTDB_HTTP_PORT,
  SELECTDB_MARKS_DATABASE,
  type TlsConfig,
} from '#engine/task/config.ts';
import { portOf } from '#lib/address.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';

export type EndpointField = 'host' | 'port' | 'httpPort' | 'database' | 'user';
const ENDPOINT_FIELDS: readonly EndpointField[] = ['host', 'port', 'database', 'user'];
const SELECTDB_FIELDS: readonly EndpointField[] = ['host', 'port', 'httpPort', 'database', 'user'];

/** The kinds of database each side takes, in the order they are offered. */
export const ENDPOINT_TYPES = {
  source: ['postgresql', 'polardb-postgresql'],
  destination: ['postgresql', 'polardb-postgresql', 'polardb-oracle', 'selectdb'],
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

/** Of another kind: the port goes along unless it was edited. What only SelectDB has comes and goes with it. */
export function withType(endpoint: OwnEndpoint, type: EndpointType): OwnEndpoint {
  const { httpPort: _, computeGroup: __, ...rest } = endpoint;
  const edited = rest.port !== undefined && rest.port !== DEFAULT_PORTS[rest.type ?? 'postgresql'];
  const next = { ...NEW_ENDPOINT, ...rest, type, ...(edited ? {} : { port: DEFAULT_PORTS[type] }) };
  if ((rest.type === 'selectdb') === (type === 'selectdb')) return { ...endpoint, ...next };
  // The name means another thing on each side: the database of the rows, or the one that holds the marks.
  const { database: ___, ...bare } = next;
  return type === 'selectdb' ? { ...bare, database: SELECTDB_MARKS_DATABASE, httpPort: SELECTDB_HTTP_PORT } : bare;
}

/** The fields that still stand in the way of a test. */
export function missingFields(endpoint: OwnEndpoint): readonly EndpointField[] {
  const fields = endpoint.type === 'selectdb' ? SELECTDB_FIELDS : ENDPOINT_FIELDS;
  return fields.filter((name) => !enteredEndpoint.shape[name].safeParse(endpoint[name] ?? null).success);
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
