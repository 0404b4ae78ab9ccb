import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { translate } from '../errors.ts';
import { failure, notNeeded, type Outcome, passed, type Walk } from './walk.ts';

/** A host that begins with a slash is the directory of a Unix-domain socket, as for libpq. */
export function isLocalSocket(host: string): boolean {
  return host.startsWith('/');
}

/** Stage `name`: the host name has an address. */
export async function resolveName(walk: Walk): Promise<Outcome> {
  const { host } = walk.endpoint;
  if (isLocalSocket(host)) return notNeeded('A socket directory needs no name resolution', '本地套接字目录无需域名解析');
  if (isIP(host) !== 0) return passed(`${host} is an address`, `${host} 是IP地址`);
  try {
    const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
    return passed(`${host} resolves to ${addresses.join(', ')}`, `${host} 解析为 ${addresses.join('、')}`);
  } catch (error) {
    throw nameFailure(walk, error);
  }
}

function nameFailure(walk: Walk, error: unknown) {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  // The resolver answered "no such name"; all else means that it did not answer.
  if (code === 'ENOTFOUND') return translate(error, walk.scope);
  const { host } = walk.endpoint;
  return failure(walk, {
    code: 'connect.name',
    message: { en: `The name server gave no answer for ${host}`, zh: `域名服务器未返回 ${host} 的解析结果` },
    hint: { en: 'Check the DNS settings of this host, or enter the IP address.', zh: '请检查本机的DNS设置，或改填IP地址。' },
    cause: error,
  });
}

/** Stage `port`: something accepts TCP connections there. */
export async function reachPort(walk: Walk, signal: AbortSignal): Promise<Outcome> {
  const socket = await openSocket(walk, signal);
  walk.localAddress = socket.localAddress ?? null;
  const remote = socket.remoteAddress ?? walk.endpoint.host;
  socket.destroy();
  const { port } = walk.endpoint;
  return passed(`${remote} accepts connections at port ${port}`, `${remote} 的端口 ${port} 可以连接`);
}

/** A bare connection to the server; ends when `signal` does. */
export function openSocket(walk: Walk, signal: AbortSignal): Promise<Socket> {
  const { host, port } = walk.endpoint;
  const socket = isLocalSocket(host) ? connect(`${host}/.s.PGSQL.${port}`) : connect({ host, port });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    // Stays on after the connection is there: a late reset must not end the process.
    socket.on('error', (error) => reject(translate(error, walk.scope)));
  });
}
