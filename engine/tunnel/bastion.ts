import { connect, type Socket } from 'node:net';
import type { ClientChannel, Client as SshClient } from 'ssh2';
import type { SshConfig } from '../task/config.ts';
import { type BastionScope, bastionFailure, bastionLost, forwardRefused, hostKeyChanged, hostKeyUnknown } from './failures.ts';
import { describeHostKey, hostKeyAlgorithms, isPinned } from './host-key.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** A path that is silently cut is noticed after three of these. */
const KEEPALIVE_MS = 10_000;
/** How long a connection nobody uses waits for the next user: a step often ends one session and opens another. */
const LINGER_MS = 1_000;

/** A logged-in SSH connection. Many tunnels go through one: the database's sessions would else be as many logins at the bastion. */
export class Bastion {
  readonly hostKey: string;
  /** Settles when the connection has ended, whoever ended it; never rejects. */
  readonly over: Promise<void>;
  #tellOver: () => void = () => {};
  readonly #client: SshClient;
  readonly #scope: BastionScope;
  readonly #listeners = new Set<(error: Error) => void>();
  /** Tunnels that are asked for and not there. They hold nothing open: who asked may have given up long before there is an answer. */
  readonly #asked = new Set<(error: Error) => void>();
  #lost: Error | null = null;
  #linger: NodeJS.Timeout | null = null;

  private constructor(client: SshClient, scope: BastionScope, hostKey: string) {
    this.#client = client;
    this.#scope = scope;
    this.hostKey = hostKey;
    this.over = new Promise((resolve) => {
      this.#tellOver = resolve;
    });
    client.on('error', (error) => this.#lose(bastionLost(scope, error)));
    client.on('close', () => this.#lose(bastionLost(scope, new Error('the bastion closed the connection'))));
  }

  /** @throws EngineError `bastion.*` */
  static async open(ssh: SshConfig, side: BastionScope['side']): Promise<Bastion> {
    const scope = { ssh, side };
    // When it is needed: most tasks have no bastion.
    const { default: ssh2 } = await import('ssh2');
    const client = new ssh2.Client();
    let seen: string | null = null;
    let socket: Socket | null = null;
    try {
      await new Promise<void>((resolve, reject) => {
        client.once('ready', resolve);
        client.once('error', reject);
        client.once('close', () => reject(new Error('the bastion closed the connection')));
        socket = connect({ host: ssh.host, port: ssh.port, noDelay: true });
        const hostVerifier = (key: Buffer) => {
          seen = describeHostKey(key);
          return accepts(ssh, seen);
        };
        client.connect({ ...options(ssh), sock: socket, hostVerifier });
      });
    } catch (error) {
      // Neither a late error nor what is half open may outlive the attempt.
      client.on('error', () => {});
      client.end();
      (socket as Socket | null)?.destroy();
      throw keyFailure(scope, seen) ?? bastionFailure(error, scope);
    }
    return new Bastion(client, scope, seen ?? '');
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  /**
   * A connection from the bastion to `host`:`port`, as the bastion resolves it.
   * @throws EngineError
   */
  forward(host: string, port: number): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      if (this.#lost !== null) return reject(this.#lost);
      const gone = (error: Error) => reject(error);
      this.#asked.add(gone);
      this.#client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        this.#asked.delete(gone);
        if (error === undefined) resolve(channel);
        else reject(this.#lost ?? forwardRefused(this.#scope, `${host}:${port}`, error));
      });
    });
  }

  /** Hears of the loss of the connection until the function it returns is called; the last to do so ends the connection. */
  use(lost: (error: Error) => void): () => void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = null;
    this.#listeners.add(lost);
    return () => {
      this.#listeners.delete(lost);
      if (this.#listeners.size === 0 && this.#lost === null) this.#linger ??= setTimeout(() => this.end(), LINGER_MS);
    };
  }

  end(): void {
    this.#lost ??= new Error('ended');
    this.#tellOver();
    this.#client.end();
  }

  #lose(error: Error): void {
    if (this.#lost !== null) return;
    this.#lost = error;
    this.#tellOver();
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#client.destroy();
    for (const listener of [...this.#listeners, ...this.#asked]) listener(error);
    this.#listeners.clear();
    this.#asked.clear();
  }
}

function accepts({ hostKey }: SshConfig, seen: string): boolean {
  return hostKey !== undefined && isPinned(hostKey, seen);
}

function keyFailure(scope: BastionScope, seen: string | null): Error | null {
  const { ssh } = scope;
  if (seen === null || accepts(ssh, seen)) return null;
  return ssh.hostKey === undefined ? hostKeyUnknown(scope, seen) : hostKeyChanged(scope, seen);
}

function options({ user, password, privateKey, passphrase, hostKey }: SshConfig) {
  const serverHostKey = hostKeyAlgorithms(hostKey);
  return {
    username: user,
    readyTimeout: CONNECT_TIMEOUT_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 3,
    ...(serverHostKey === undefined ? {} : { algorithms: { serverHostKey } }),
    ...(password === undefined || password === '' ? {} : { password }),
    ...(privateKey === undefined || privateKey === '' ? {} : { privateKey }),
    ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }),
  };
}
