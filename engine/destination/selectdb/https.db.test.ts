import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { selfSigned } from '#e2e/selectdb/http/certificate.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { asPosition } from '../../schema/row.ts';
import { type SelectDbEndpoint, selectdbEndpoint } from '../../task/config.ts';
import { batch as batchAt, insert, textRows, unit } from '../contract/ground.ts';
import { openSelectDbDestination } from './destination.ts';
import { diagnoseSelectDb } from './diagnose.ts';
import { readSelectDbFacts } from './facts.ts';
import { httpFault } from './http-health.ts';
import { openSelectDbSession } from './session.ts';

const OWN = selfSigned('doris.test', ['127.0.0.1']);
const OTHER = selfSigned('doris.test', ['127.0.0.1']);
const ELSEWHERE = selfSigned('elsewhere.test', ['10.0.0.1']);

let plainBackends: Emulator;
let tlsBackends: Emulator;
let elsewhere: Emulator;

beforeAll(async () => {
  [plainBackends, tlsBackends, elsewhere] = await Promise.all([
    startEmulator({ certificate: OWN }),
    startEmulator({ certificate: OWN, tlsBackends: true, version: 3 }),
    startEmulator({ certificate: ELSEWHERE }),
  ]);
});

afterAll(async () => {
  for (const emulator of [plainBackends, tlsBackends, elsewhere]) await emulator[Symbol.asyncDispose]();
});

type Mode = 'require' | 'verify-ca' | 'verify-full';

function endpointOf({ host, mysqlPort: port, httpsPort }: Emulator, mode: Mode, more: Partial<SelectDbEndpoint> = {}): SelectDbEndpoint {
  const tls = { mode, ...(mode === 'require' ? {} : { ca: OWN.cert }) };
  const endpoint = selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort: httpsPort, https: true, user: 'root', tls });
  return { ...endpoint, ...more };
}

const columns = ['id', 'small', 'v'].map((name) => ({
  source: name,
  destination: name,
  type: name === 'v' ? 'VARCHAR(10)' : 'INT',
  comparable: true,
}));
const model = { engine: 'unique', keys: ['id'], distribution: ['id'], buckets: 1 } as const;
const TABLE = plannedTable({ id: 't', source: { schema: 'tls', name: 't' }, columns, key: ['id'], model });
const PLAN: Plan = { steps: ['full', 'incremental'], tables: [TABLE], statements: [], sequences: [], leftOut: [] };
const DDL =
  'create table tls.t (id int not null, small int, v varchar(10)) unique key (id) distributed by hash(id) buckets 1 properties ("replication_num" = "1", "function_column.sequence_type" = "bigint")';

test.each(['require', 'verify-ca', 'verify-full'] as const)('rows are loaded and changed through HTTPS: %s', async (mode) => {
  for (const emulator of [plainBackends, tlsBackends]) {
    const endpoint = endpointOf(emulator, mode);
    await using client = await Client.open({ ...emulator, user: 'root', password: '' });
    await client.run('create database if not exists tls');
    await client.run('drop table if exists tls.t');
    await client.run(DDL);
    await using destination = await openSelectDbDestination(endpoint, `tls ${mode}`);
    await destination.open(PLAN);
    await destination.begin(asPosition('0000000000000001'));
    await destination.load(unit(TABLE), async () => textRows([['1', '1', 'a']]), asPosition('0000000000000001'));
    await destination.apply(batchAt(2, insert(TABLE, '2', '2', 'b')));
    await destination.flush();
    expect(await client.rows('select id, v from tls.t order by id')).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
    // The reason why a row is refused is behind an address of its own.
    await destination.apply(batchAt(3, insert(TABLE, '3', '3', 'far too long a value')));
    await expect(destination.flush()).rejects.toThrow(/row with id=3 .*far too long a value/);
    await destination.release();
  }
});

test('how backends are spoken to is found out without sending a row', async () => {
  const schemes = [plainBackends, tlsBackends].map(async (emulator) => {
    const endpoint = endpointOf(emulator, 'verify-full');
    await using session = await openSelectDbSession(endpoint);
    return (await readSelectDbFacts(session, endpoint, [])).backendScheme;
  });
  expect(await Promise.all(schemes)).toEqual(['http', 'https']);
  const plain = endpointOf(plainBackends, 'require', { https: false, httpPort: plainBackends.httpPort });
  await using session = await openSelectDbSession(plain);
  expect(await readSelectDbFacts(session, plain, [])).toMatchObject({ http: null, backendScheme: null });
});

test('a certificate that is another, or of another host, and a port without TLS are told as what they are', async () => {
  const failed = async (endpoint: SelectDbEndpoint) => {
    const { ok, stages } = await diagnoseSelectDb(endpoint);
    const stage = stages.find(({ state }) => state === 'failed');
    return [ok, stage?.stage, stage?.error?.code];
  };
  expect(await failed(endpointOf(plainBackends, 'verify-full'))).toEqual([true, undefined, undefined]);
  expect(await failed(endpointOf(plainBackends, 'require', { httpPort: plainBackends.httpPort }))).toEqual([
    false,
    'port',
    'connect.https-plain',
  ]);
  expect(await failed(endpointOf(plainBackends, 'require', { https: false }))).toEqual([
    false,
    'port',
    expect.stringMatching(/^connect\./),
  ]);
  const untrusted = endpointOf(plainBackends, 'verify-ca', { tls: { mode: 'verify-ca', ca: OTHER.cert } });
  expect(await failed(untrusted)).toEqual([false, 'tls', 'connect.tls']);
  const strange = { mode: 'verify-full', ca: ELSEWHERE.cert } as const;
  expect(await failed(endpointOf(elsewhere, 'verify-full', { tls: strange }))).toEqual([false, 'tls', 'connect.tls']);
  expect(await failed(endpointOf(elsewhere, 'verify-ca', { tls: { ...strange, mode: 'verify-ca' } }))).toEqual([
    true,
    undefined,
    undefined,
  ]);
});

test('the certificate of the HTTP port is verified by itself', async () => {
  const untrusted = endpointOf(plainBackends, 'verify-ca', { tls: { mode: 'verify-ca', ca: OTHER.cert } });
  expect(await httpFault(untrusted)).toMatchObject({ code: 'connect.https-certificate' });
  const strange = endpointOf(elsewhere, 'verify-full', { tls: { mode: 'verify-full', ca: ELSEWHERE.cert } });
  expect(await httpFault(strange)).toMatchObject({ code: 'connect.https-certificate' });
  expect(await httpFault(endpointOf(elsewhere, 'verify-ca', { tls: { mode: 'verify-ca', ca: ELSEWHERE.cert } }))).toBeNull();
  expect(await httpFault(endpointOf(elsewhere, 'require'))).toBeNull();
});
