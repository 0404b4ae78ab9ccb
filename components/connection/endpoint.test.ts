import { expect, test } from 'vitest';
import type { OwnEndpoint } from '#lib/endpoint.ts';
import { accessOf, endpointOfUrl, missingFields, NEW_ENDPOINT, withAccess, withHttps, withTls, withType } from './endpoint.ts';

test('the port follows the type of the database, unless it was edited', () => {
  const oracle = withType({ ...NEW_ENDPOINT, host: 'db' }, 'polardb-oracle');
  expect(oracle).toMatchObject({ type: 'polardb-oracle', host: 'db', port: 1521 });
  expect(withType(oracle, 'polardb-postgresql')).toMatchObject({ type: 'polardb-postgresql', port: 5432 });
  expect(withType({ ...NEW_ENDPOINT, port: 6000 }, 'polardb-oracle').port).toBe(6000);
  expect(withType({ host: 'db' }, 'polardb-oracle').port).toBe(1521);
});

test('a pasted address keeps the chosen type and takes its port', () => {
  expect(endpointOfUrl('postgresql://u@db/shop', 'polardb-oracle')).toMatchObject({ type: 'polardb-oracle', port: 1521, user: 'u' });
  expect(endpointOfUrl('postgres://db:5433/shop?sslmode=require', 'postgresql')).toMatchObject({ port: 5433, tls: { mode: 'require' } });
  expect(endpointOfUrl('db:5433', 'postgresql')).toBeNull();
});

test('what is not filled in is named', () => {
  expect(missingFields({ type: 'polardb-oracle' })).toEqual(['host', 'port', 'database', 'user']);
  expect(missingFields({ ...NEW_ENDPOINT, host: 'db', database: 'd', user: 'u' })).toEqual([]);
});

test('what only SelectDB has comes and goes with its type', () => {
  const postgres = { ...NEW_ENDPOINT, host: 'db', database: 'shop', user: 'u' };
  const selectdb = withType(postgres, 'selectdb');
  expect(selectdb).toEqual({
    type: 'selectdb',
    host: 'db',
    port: 9030,
    httpPort: 8030,
    database: 'opendts',
    user: 'u',
    tls: { mode: 'disable' },
  });
  expect(missingFields(selectdb)).toEqual([]);
  expect(missingFields({ ...selectdb, httpPort: undefined })).toEqual(['httpPort']);
  expect(withType({ ...selectdb, httpPort: 8080, computeGroup: 'fast' }, 'selectdb')).toMatchObject({
    httpPort: 8080,
    computeGroup: 'fast',
  });
  const back = withType({ ...selectdb, computeGroup: 'fast' }, 'postgresql');
  expect(back).toEqual({ type: 'postgresql', host: 'db', port: 5432, user: 'u', tls: { mode: 'disable' } });
});

test('HTTPS brings its port unless that was edited, and goes with TLS', () => {
  const plain = { ...withType(NEW_ENDPOINT, 'selectdb'), tls: { mode: 'require' } } as const;
  const secure = withHttps(plain, true);
  expect(secure).toMatchObject({ https: true, httpPort: 8050 });
  expect(withHttps(secure, false)).toEqual(plain);
  expect(withHttps({ ...plain, httpPort: 9999 }, true)).toMatchObject({ https: true, httpPort: 9999 });
  expect(withTls(secure, { mode: 'verify-full' })).toMatchObject({ https: true, httpPort: 8050 });
  const off = withTls(secure, { mode: 'disable' });
  expect(off).toMatchObject({ httpPort: 8030, tls: { mode: 'disable' } });
  expect('https' in off).toBe(false);
});

test('a bastion comes with fields of its own, and goes without touching what was said of the database', () => {
  const direct: OwnEndpoint = { ...NEW_ENDPOINT, host: 'db', database: 'app', user: 'me' };
  const through = withAccess(direct, 'bastion');
  expect(accessOf(through)).toBe('bastion');
  expect(missingFields(through)).toEqual(['ssh.host', 'ssh.user']);
  const filled = { ...through, ssh: { ...through.ssh, host: 'hop', user: 'me' } };
  expect(missingFields(filled)).toEqual([]);
  expect(withAccess(filled, 'bastion')).toBe(filled);
  expect(withAccess(filled, 'address')).toEqual(direct);
  // SelectDB names the hosts rows go to: what leads to one place is of no use there.
  expect(withType(filled, 'selectdb')).not.toHaveProperty('ssh');
});
