import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { SelectDbEndpoint, TlsConfig } from '../../task/config.ts';

/** Who is asked, and how. */
export interface HttpPlace {
  readonly scheme: 'http' | 'https';
  /** Without the brackets of an address. */
  readonly host: string;
  readonly port: number;
}

/** Where FE answers. */
export function frontendOf({ host, httpPort, https }: SelectDbEndpoint): HttpPlace {
  return { scheme: https === true ? 'https' : 'http', host: bare(host), port: httpPort };
}

/** Null for what is no address of HTTP. */
export function placeOf(url: URL): HttpPlace | null {
  const scheme = url.protocol === 'http:' ? 'http' : url.protocol === 'https:' ? 'https' : null;
  if (scheme === null) return null;
  return { scheme, host: bare(url.hostname), port: Number(url.port || (scheme === 'http' ? 80 : 443)) };
}

/** A connection of its own for each request. By HTTPS, who answers is verified as the mode of TLS says. */
export function openRequest(
  { tls }: Pick<SelectDbEndpoint, 'tls'>,
  { scheme, host, port }: HttpPlace,
  options: RequestOptions,
  onResponse?: (response: IncomingMessage) => void,
): ClientRequest {
  const asked = { ...options, host, port, agent: false as const };
  return scheme === 'http' ? request(asked, onResponse) : tlsRequest({ ...asked, ...tlsOptions(tls) }, onResponse);
}

/** The modes mean what they mean to PostgreSQL: `require` encrypts without asking who answers. */
function tlsOptions({ mode, ca, cert, key, passphrase }: TlsConfig) {
  return {
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

/** As it is written in an address. */
export function hostInUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
