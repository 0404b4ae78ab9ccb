import {
  DEFAULT_PORTS,
  type DraftEndpoint,
  type EndpointType,
  enteredEndpoint,
  SELECTDB_HTTP_PORT,
  SELECTDB_HTTPS_PORT,
  SELECTDB_MARKS_DATABASE,
  SSH_PORT,
  sshConfig,
  type TlsConfig,
} from '#engine/task/config.ts';
import { portOf } from '#lib/address.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';

type OwnField = 'host' | 'port' | 'httpPort' | 'database' | 'user';
type SshField = 'host' | 'port' | 'user';
export type EndpointField = OwnField | `ssh.${SshField}`;
const ENDPOINT_FIELDS: readonly OwnField[] = ['host', 'port', 'database', 'user'];
const SELECTDB_FIELDS: readonly OwnField[] = ['host', 'port', 'httpPort', 'database', 'user'];
const SSH_FIELDS: readonly SshField[] = ['host', 'port', 'user'];

/** How a database is reached. */
export const ACCESS_METHODS = ['address', 'bastion'] as const;
export type AccessMethod = (typeof ACCESS_METHODS)[number];

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
  const { httpPort: _, https: __, computeGroup: ___, ...rest } = endpoint;
  const edited = rest.port !== undefined && rest.port !== DEFAULT_PORTS[rest.type ?? 'postgresql'];
  const next = { ...NEW_ENDPOINT, ...rest, type, ...(edited ? {} : { port: DEFAULT_PORTS[type] }) };
  if ((rest.type === 'selectdb') === (type === 'selectdb')) return { ...endpoint, ...next };
  // The name means another thing on each side: the database of the rows, or the one that holds the marks.
  const { database: ____, ssh: _____, ...bare } = next;
  if (type !== 'selectdb') return bare;
  return { ...bare, database: SELECTDB_MARKS_DATABASE, httpPort: SELECTDB_HTTP_PORT };
}

export function accessOf({ ssh }: OwnEndpoint): AccessMethod {
  return ssh === undefined ? 'address' : 'bastion';
}

/** Reached otherwise; what was said of the database itself stays. */
export function withAccess(endpoint: OwnEndpoint, method: AccessMethod): OwnEndpoint {
  if (method === accessOf(endpoint)) return endpoint;
  const { ssh: _, ...direct } = endpoint;
  return method === 'address' ? direct : { ...direct, ssh: { port: SSH_PORT } };
}

/** SelectDB names the hosts that rows are sent to by itself: there is no one place to lead to. */
export function canUseBastion(type: EndpointType = 'postgresql'): boolean {
  return type !== 'selectdb';
}

/** Whether FE is spoken to by HTTPS; the port goes along unless it was edited. */
export function withHttps(endpoint: OwnEndpoint, on: boolean): OwnEndpoint {
  const { https: _, ...rest } = endpoint;
  const [from, to] = on ? [SELECTDB_HTTP_PORT, SELECTDB_HTTPS_PORT] : [SELECTDB_HTTPS_PORT, SELECTDB_HTTP_PORT];
  return { ...rest, ...(rest.httpPort === from ? { httpPort: to } : {}), ...(on ? { https: true } : {}) };
}

/** HTTPS verifies what the mode of TLS says, and goes with it. */
export function withTls(endpoint: OwnEndpoint, tls: TlsConfig): OwnEndpoint {
  const next = withField(endpoint, 'tls', tls);
  return tls.mode === 'disable' && next.https === true ? withHttps(next, false) : next;
}

/** The fields that still stand in the way of a test. */
export function missingFields(endpoint: OwnEndpoint): readonly EndpointField[] {
  const fields = endpoint.type === 'selectdb' ? SELECTDB_FIELDS : ENDPOINT_FIELDS;
  const own = fields.filter((name) => !enteredEndpoint.shape[name].safeParse(endpoint[name] ?? null).success);
  const { ssh } = endpoint;
  if (ssh === undefined) return own;
  const way = SSH_FIELDS.filter((name) => !sshConfig.shape[name].safeParse(ssh[name] ?? null).success);
  return [...way.map((name) => `ssh.${name}` as const), ...own];
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
