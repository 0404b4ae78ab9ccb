import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connected, sql, startAlone, type TestServer, type TestServers } from './faults/servers.ts';

/** A PostgreSQL older than any that can be installed here, where `OPENDTS_OLD_SOURCE_URL` names one (a superuser's URL); else null. */
export function oldSourceUrl(): string | null {
  const url = process.env.OPENDTS_OLD_SOURCE_URL;
  return url === undefined || url === '' ? null : url;
}

/** That server as the source, with a new destination beside it; the databases made there go away with it. It is not ours to stop. */
export async function besideOldSource(sourceUrl: string): Promise<TestServers> {
  const dir = mkdtempSync(join(tmpdir(), 'opendts-test-'));
  chmodSync(dir, 0o755);
  const destination = await startAlone(join(dir, 'destination'));
  const at = new URL(sourceUrl);
  const made: string[] = [];
  const mark = randomBytes(3).toString('hex');
  const known = (name = 'postgres') => (made.includes(`${name}_${mark}`) ? `${name}_${mark}` : name);
  const url = (name?: string) => Object.assign(new URL(sourceUrl), { pathname: `/${known(name)}` }).href;
  const mustNot = async () => {
    throw new Error('The old server belongs to whoever named it.');
  };
  const source: TestServer = {
    major: 9,
    port: Number(at.port || 5432),
    password: decodeURIComponent(at.password),
    url,
    endpoint: (database) => ({
      type: 'postgresql',
      host: at.hostname,
      port: Number(at.port || 5432),
      database: known(database),
      user: decodeURIComponent(at.username),
      password: decodeURIComponent(at.password),
      tls: { mode: 'disable' },
    }),
    stop: mustNot,
    start: mustNot,
  };
  return {
    dir,
    source,
    destination,
    databases: async (name) => {
      await sql(sourceUrl, `create database ${name}_${mark} template template0 lc_collate 'C' lc_ctype 'C'`);
      made.push(`${name}_${mark}`);
      await sql(destination.url(), `create database ${name}`);
      return [url(name), destination.url(name)];
    },
    [Symbol.asyncDispose]: async () => {
      await destination.stop('immediate');
      await using client = await connected(sourceUrl);
      for (const name of made) {
        await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
        await client.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = $1 and not active', [
          name,
        ]);
        await client.query(`drop database ${name}`);
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
