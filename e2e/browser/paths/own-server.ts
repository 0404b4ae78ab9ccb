import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type TestEndpoint } from '#e2e/faults/servers.ts';
import type { Certificate } from '#e2e/selectdb/http/certificate.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';

/** Without `wal_level`, which others' settings come after: it is `replica` until a person changes it and restarts the server. */
const SETTINGS = { fsync: 'off', shared_buffers: '32MB' } as const;

/** A server that shows what a provider's shows before anybody has set anything, and that is set up while the test goes on. */
export class OwnServer implements AsyncDisposable {
  readonly #dir: string;
  readonly #major: number;
  #server: PostgresServer;
  readonly #leave = (): void => {
    if (this.#server.alive()) process.kill(this.#server.pid, 'SIGQUIT');
  };

  private constructor(dir: string, major: number, server: PostgresServer) {
    this.#dir = dir;
    this.#major = major;
    this.#server = server;
    process.once('exit', this.#leave);
  }

  static async start(major: number): Promise<OwnServer> {
    const dir = mkdtempSync(join(tmpdir(), 'opendts-path-'));
    // The account the servers run as must be able to enter.
    chmodSync(dir, 0o755);
    return new OwnServer(dir, major, await startServer({ dir: join(dir, 'data'), major, settings: SETTINGS }));
  }

  url(database?: string): string {
    return this.#server.url(database);
  }

  endpoint(database: string): TestEndpoint {
    const { host, port, user, password } = this.#server;
    return { type: 'postgresql', host, port, database, user, password, tls: { mode: 'disable' } };
  }

  /** On the port it had, with what was set meanwhile. */
  async restart(): Promise<void> {
    const { port, password } = this.#server;
    await this.#server.stop();
    this.#server = await startServer({ dir: join(this.#dir, 'data'), major: this.#major, settings: SETTINGS, port, password });
  }

  /** Shows `certificate` to who asks for TLS. */
  async encrypt({ cert, key }: Certificate): Promise<void> {
    const { dir } = this.#server;
    const { uid, gid } = statSync(join(dir, 'PG_VERSION'));
    for (const [name, content] of [
      ['server.crt', cert],
      ['server.key', key],
    ] as const) {
      writeFileSync(join(dir, name), content, { mode: 0o600 });
      chownSync(join(dir, name), uid, gid);
    }
    await sql(this.url(), 'alter system set ssl = on', 'select pg_reload_conf()');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#leave);
    await this.#server.stop('immediate');
    rmSync(this.#server.dir, { recursive: true, force: true });
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
