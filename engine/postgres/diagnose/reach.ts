import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Bastion } from '../../tunnel/bastion.ts';
import { TunnelSocket } from '../../tunnel/tunnel-socket.ts';
import { translate } from '../errors.ts';
import { failure, notNeeded, type Outcome, passed, type Walk } from './walk.ts';

/** A host that begins with a slash is the directory of a Unix-domain socket, as for libpq. */
export function isLocalSocket(host: string): boolean {
  return host.startsWith('/');
}

/** Stage `bastion`: it answers, shows the key it was confirmed by, and lets the account in. By a login of its own: others may be older. */
export async function reachBastion(walk: Walk): Promise<Outcome> {
  const { ssh } = walk.endpoint;
  if (ssh === undefined) return notNeeded('The database is reached directly', '直接连接数据库');
  const bastion = await Bastion.open(ssh, walk.use.side);
  bastion.end();
  return passed(`${ssh.host} accepts the account ${ssh.user}; ${bastion.hostKey}`, `${ssh.host} 接受账号 ${ssh.user}；${bastion.hostKey}`);
}

/** Stage `name`: the host name has an address. */
export async function resolveName(walk: Walk): Promise<Outcome> {
  const { host, ssh } = walk.endpoint;
  if (ssh !== undefined) return notNeeded('The bastion resolves it', '由堡垒机解析');
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
  const { host, port, ssh } = walk.endpoint;
  const socket = await openSocket(walk, signal);
  const { localAddress, remoteAddress } = socket as Socket;
  socket.destroy();
  if (ssh !== undefined) return passed(`${ssh.host} connects to ${host}:${port}`, `${ssh.host} 可以连接 ${host}:${port}`);
  walk.localAddress = localAddress ?? null;
  const remote = remoteAddress ?? host;
  return passed(`${remote} accepts connections at port ${port}`, `${remote} 的端口 ${port} 可以连接`);
}

/** A bare connection to the server; ends when `signal` does. */
export async function openSocket(walk: Walk, signal: AbortSignal): Promise<Duplex> {
  const socket = startSocket(walk);
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  // Stays on after the connection is there: a late reset must not end the process.
  socket.on('error', () => {});
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    throw translate(error, walk.scope);
  }
}

function startSocket({ endpoint: { host, port, ssh }, use }: Walk): Duplex {
  if (ssh !== undefined) return new TunnelSocket(ssh, use.side).connect(port, host);
  return isLocalSocket(host) ? connect(`${host}/.s.PGSQL.${port}`) : connect({ host, port });
}
