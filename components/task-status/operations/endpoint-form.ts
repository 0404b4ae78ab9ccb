import { isSavedEndpoint } from '#components/connection/endpoint.ts';
import type { TlsConfig } from '#engine/task/config.ts';
import type { SecretField } from '#lib/endpoint.ts';
import type { Place, TaskView } from '#lib/task/view.ts';

/** In place of the id of a saved connection. */
export const OWN = 'own';

/** As entered. */
export interface EnteredWay {
  readonly connection: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string;
  /** Empty: the stored one stays. */
  readonly password: string;
  /** Secrets of the task's own that may stay. */
  readonly secrets: readonly SecretField[];
  /** Undefined: as the saved connection has it that the task goes by now. */
  readonly tls: TlsConfig | undefined;
  /** FE of SelectDB is spoken to by HTTPS, which takes TLS. */
  readonly https: boolean;
}

/** How a task reaches a database now. */
export function enteredWay(
  task: Pick<TaskView, 'config' | 'source' | 'destination' | 'secrets'>,
  side: 'source' | 'destination',
): EnteredWay {
  const endpoint = task.config[side];
  const place = task[side];
  const own = endpoint === undefined || isSavedEndpoint(endpoint) ? null : endpoint;
  return {
    connection: isSavedEndpoint(endpoint) ? endpoint.connectionId : OWN,
    host: place?.host ?? '',
    port: place?.port,
    user: place?.user ?? '',
    password: '',
    secrets: task.secrets[side],
    tls: own === null ? undefined : (own.tls ?? { mode: 'disable' }),
    https: own?.https === true,
  };
}

/** The names of what cannot be sent; a stored password does not follow to another address. */
export function waysWrong(way: EnteredWay, place: Place | null): ReadonlySet<string> {
  if (way.connection !== OWN) return new Set();
  const moved = way.host.trim().toLowerCase() !== place?.host.toLowerCase() || way.port !== place.port;
  return new Set([
    ...(way.host.trim() === '' ? ['host'] : []),
    ...(way.port === undefined || !Number.isInteger(way.port) || way.port < 1 || way.port > 65_535 ? ['port'] : []),
    ...(way.user === '' ? ['user'] : []),
    ...(way.password === '' && (moved || !way.secrets.includes('password')) ? ['password'] : []),
    ...(way.https && way.tls?.mode === 'disable' ? ['tls'] : []),
  ]);
}

/** What the server is asked for. */
export function requestOf({ connection, host, port, user, password, tls }: EnteredWay): Readonly<Record<string, unknown>> {
  if (connection !== OWN) return { connectionId: connection };
  return { host, port, user, ...(password === '' ? {} : { password }), ...(tls === undefined ? {} : { tls }) };
}
