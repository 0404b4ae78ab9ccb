import { generateKeyPairSync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import type { SshConfig } from '../task/config.ts';

export interface TestBastion extends AsyncDisposable {
  readonly port: number;
  /** As a task document has it, without a pinned key. */
  readonly config: SshConfig;
  /** How often somebody was let in. */
  readonly logins: () => number;
  /** How many tunnels were asked for. */
  readonly tunnels: () => number;
  /** Where it leads next, whatever is asked for; null: as asked. `silent` gives no answer, as a firewall that drops packets. */
  readonly lead: (to: 'refuse' | 'silent' | null) => void;
  /** How many are logged in now. */
  readonly present: () => number;
  /** Cuts every connection and takes no new ones until `listen`. */
  readonly stop: () => Promise<void>;
  readonly listen: () => Promise<void>;
}

interface TestBastionInit {
  readonly port?: number;
  /** Kind of its host key; a key is made for each bastion. */
  readonly hostKeys?: readonly string[];
  readonly authorized?: string;
}

export const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

/** An SSH server of this process that leads on to where it is asked, as sshd does. */
export async function startBastion(init: TestBastionInit = {}): Promise<TestBastion> {
  const hostKeys = init.hostKeys ?? [newKey()];
  const open = new Set<Connection>();
  const sockets = new Set<Socket>();
  let [logins, tunnels] = [0, 0];
  let leads: 'refuse' | 'silent' | null = null;
  let server: ssh2.Server;
  let { port = 0 } = init;

  const serve = (connection: Connection) => {
    open.add(connection);
    connection.on('close', () => open.delete(connection));
    connection.on('error', () => {});
    connection.on('authentication', (auth) => {
      const byPassword = auth.method === 'password' && auth.username === 'hop' && auth.password === 'over';
      if (byPassword || (auth.method === 'publickey' && isAuthorized(auth, init.authorized))) auth.accept();
      else auth.reject(['password', 'publickey']);
    });
    connection.on('ready', () => {
      logins += 1;
    });
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      tunnels += 1;
      if (leads === 'refuse') return reject();
      if (leads === 'silent') return;
      const socket = connect(destPort, destIP);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.once('error', () => reject());
      socket.once('connect', () => {
        const channel = accept();
        socket.on('error', () => channel.destroy());
        channel.on('error', () => socket.destroy());
        channel.on('close', () => socket.destroy());
        channel.pipe(socket).pipe(channel);
      });
    });
  };
  const listen = async () => {
    server = new ssh2.Server({ hostKeys: [...hostKeys] }, serve);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : port;
  };
  const stop = async () => {
    for (const connection of open) connection.end();
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  await listen();
  return {
    port,
    config: { host: '127.0.0.1', port, user: 'hop', password: 'over' },
    logins: () => logins,
    tunnels: () => tunnels,
    present: () => open.size,
    lead: (to) => {
      leads = to;
    },
    stop,
    listen,
    [Symbol.asyncDispose]: stop,
  };
}

function isAuthorized(auth: ssh2.PublicKeyAuthContext, authorized: string | undefined): boolean {
  const allowed = authorized === undefined ? null : ssh2.utils.parseKey(authorized);
  if (allowed === null || allowed instanceof Error) return false;
  const [key] = [allowed].flat();
  if (key === undefined || auth.key.data.compare(key.getPublicSSH()) !== 0) return false;
  return auth.signature === undefined || key.verify(auth.blob ?? Buffer.alloc(0), auth.signature, auth.hashAlgo) === true;
}
