import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { freePort } from '#lib/postgres/server.ts';
import { type Document, opendts, precheck, writeDocument } from './command.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
  await servers.databases('shop');
  await sql(servers.source.url('shop'), 'create table orders (id int primary key, note text, total numeric)');
});

afterAll(async () => {
  await servers?.[Symbol.asyncDispose]();
});

function task(edits: Document = {}): Document {
  return {
    name: 'shop',
    source: servers.source.endpoint('shop'),
    destination: servers.destination.endpoint('shop'),
    types: ['schema', 'full'],
    objects: [{ schema: 'public' }],
    ...edits,
  };
}

const source = (edits: Document): Document => task({ source: { ...servers.source.endpoint('shop'), ...edits } });
const filtered = (where: string): Document => task({ objects: [{ schema: 'public', tables: [{ name: 'orders', where }] }] });

/** What a person must be told: the thing by name, why, and what to do; never the password, never a stack. */
function tells(document: Document, expected: readonly (string | RegExp)[]): void {
  const { code, text } = precheck(servers, document);
  expect(code).toBe(1);
  for (const part of expected) expect(text).toMatch(part);
  expect(text).not.toContain(servers.source.password);
  expect(text).not.toMatch(/^\s+at /m);
}

describe('connections', () => {
  test('the right ones pass', () => {
    expect(precheck(servers, task())).toMatchObject({ code: 0 });
  });

  test('a wrong password names the account and what to check', () => {
    tells(source({ password: 'wrong-password-1' }), [/password/i, /postgres/, /FAIL.*CHECK_CONN_SRC/]);
    expect(precheck(servers, source({ password: 'wrong-password-1' })).text).not.toContain('wrong-password-1');
  });

  test('an address nobody listens at names host and port', async () => {
    const port = await freePort();
    tells(source({ port }), [new RegExp(`127\\.0\\.0\\.1.*${port}|${port}.*127\\.0\\.0\\.1`), /FAIL.*CHECK_CONN_SRC/]);
  });

  test('a host name that does not exist is named', () => {
    tells(source({ host: 'no-such-host.invalid' }), [/no-such-host\.invalid/, /FAIL.*CHECK_CONN_SRC/]);
  });

  test('TLS asked of a server without it says so and which mode works', () => {
    tells(source({ tls: { mode: 'require' } }), [/TLS|SSL/, /FAIL.*CHECK_CONN_SRC/]);
  });

  test('a missing database is named', () => {
    tells(source({ database: 'nowhere' }), [/nowhere/, /FAIL.*PG_DATABASE_EXIST/]);
    tells(task({ destination: { ...servers.destination.endpoint('shop'), database: 'void' } }), [/void/, /create database/i]);
  });
});

describe('filters', () => {
  test('a subquery is refused by name', () => {
    tells(filtered('id in (select 1)'), [/FAIL.*PG_FILTER/, /public\.orders/, /subquer/i]);
  });

  test('a syntax error is told with its place', () => {
    tells(filtered('id > > 3'), [/FAIL.*PG_FILTER/, /public\.orders/, /syntax/i]);
  });

  test('a column that is not there is named, with the likely one', () => {
    tells(filtered('totl > 3'), [/FAIL.*PG_FILTER/, /totl/, /total/]);
  });
});

describe('documents', () => {
  test('every unknown key is named by path, exit code 2', () => {
    const bad = { ...task(), colour: 'red', objects: [{ schema: 'public', tables: [{ name: 'orders', filter: 'x' }] }] };
    const { code, text } = opendts(servers, 'run', writeDocument(servers, bad));
    expect(code).toBe(2);
    expect(text).toContain('colour');
    expect(text).toContain('objects[0].tables[0].filter');
  });

  test('values that cannot be used are named by path', () => {
    const bad = task({
      source: { ...servers.source.endpoint('shop'), port: 99999 },
      advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 20 },
    });
    const { code, text } = opendts(servers, 'run', writeDocument(servers, bad));
    expect(code).toBe(2);
    expect(text).toContain('source.port');
    expect(text).toContain('advanced.retryOtherMinutes');
  });

  test('a table that is not there is named, with the likely one', () => {
    tells(task({ objects: [{ schema: 'public', tables: [{ name: 'order' }] }] }), [/public\.order\b/, /orders/, /FAIL.*PG_OBJECT_EXIST/]);
  });

  test('whatever was refused, nothing was left at either side', async () => {
    opendts(servers, 'run', writeDocument(servers, source({ database: 'nowhere' })));
    expect(await valuesOf(servers.source.url('shop'), 'select slot_name from pg_replication_slots')).toEqual([]);
    expect(await valuesOf(servers.destination.url('shop'), `select nspname from pg_namespace where nspname = 'opendts'`)).toEqual([]);
    expect(opendts(servers, 'ls').text).toBe('');
  });
});
