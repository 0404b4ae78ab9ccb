import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Address, Client } from '../client.ts';
import { type Emulator, startEmulator } from '../emulator.ts';
import { realDoris } from '../real.ts';
import type { LoadCase } from './case.ts';
import { LOADS } from './loads.ts';
import { type Case, CHANGES, CREATES, OTHERS } from './statements.ts';

/**
 * The same statements and loads against the emulator and, where `DORIS_URL` (mysql://user:password@host:9030?http=8030) names one,
 * against a real Doris: what both say alike is what the rest of the tests may rely on.
 */
const real = realDoris();
if (real === null) console.log('conformance: DORIS_URL is not set, no real Doris is asked');

const DATABASE = 'opendts_conformance';
const TABLE = `CREATE TABLE t (k INT NOT NULL, v INT, s VARCHAR(10) DEFAULT 'x', n INT NOT NULL DEFAULT 1, d DECIMAL(10,2))
  UNIQUE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1")`;

interface Target {
  readonly name: string;
  readonly version: 3 | 4;
  readonly open: () => Promise<{ readonly address: Address; readonly emulator: Emulator | null }>;
}

const emulated = (version: 3 | 4): Target => ({
  name: `emulator of ${version}.x`,
  version,
  open: async () => {
    const emulator = await startEmulator({ version, schemaChangeMs: 1 });
    return { address: { ...emulator, user: 'root', password: '' }, emulator };
  },
});

function doris({ address, version }: NonNullable<typeof real>): Target {
  return { name: `Doris at ${address.host}`, version, open: async () => ({ address, emulator: null }) };
}

describe.each([emulated(4), emulated(3), ...(real === null ? [] : [doris(real)])])('$name', ({ open, version }) => {
  let target: Awaited<ReturnType<Target['open']>>;
  let client: Client;

  beforeAll(async () => {
    target = await open();
    client = await Client.open(target.address);
    await client.run(`DROP DATABASE IF EXISTS ${DATABASE} FORCE`);
  });

  afterAll(async () => {
    await client.run(`DROP DATABASE IF EXISTS ${DATABASE} FORCE`);
    await client[Symbol.asyncDispose]();
    await target.emulator?.[Symbol.asyncDispose]();
  });

  async function freshDatabase(): Promise<void> {
    await client.run(`DROP DATABASE IF EXISTS ${DATABASE} FORCE`);
    await client.run(`CREATE DATABASE ${DATABASE}`);
    await client.run(`USE ${DATABASE}`);
  }

  const fits = (one: Case): boolean => one.version === undefined || one.version === version;
  const check = (said: string, expected: string): void => {
    if (expected === 'OK') expect(said).toBe('OK');
    else expect(said).toContain(expected);
  };

  test.each(CREATES.filter(fits))('$sql', async ({ sql, says }) => {
    await freshDatabase();
    check(await client.outcome(sql), says);
  });

  test.each(CHANGES.filter(fits))('$sql', async ({ sql, says }) => {
    await freshDatabase();
    await client.run(TABLE);
    check(await client.outcome(sql), says);
  });

  test.each(OTHERS.filter(fits))('$sql', async ({ sql, says }) => {
    await freshDatabase();
    check(await client.outcome(sql), says);
  });

  test.each(LOADS.filter((one: LoadCase) => one.version === undefined || one.version === version))('load: $name', async (one) => {
    await freshDatabase();
    for (const sql of one.tables) await client.run(sql);
    for (const load of one.loads) {
      const { json } = await client.load({ database: DATABASE, table: 't', body: load.body, headers: load.headers });
      expect(json).toMatchObject(load.answers);
      if (load.says !== undefined) expect(json.Message).toContain(load.says);
      if (load.reason !== undefined) {
        const url = new URL(String(json.ErrorURL));
        expect((await client.get(url.pathname + url.search, { host: url.hostname, port: Number(url.port) })).body).toContain(load.reason);
      }
    }
    if (one.rows !== undefined)
      expect(await client.rows(one.query ?? 'SELECT * FROM t ORDER BY 1')).toEqual(
        one.rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
      );
  });
});
