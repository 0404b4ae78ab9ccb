import { expect, test } from 'vitest';
import type { Place } from '#lib/task/view.ts';
import { type EnteredWay, enteredWay, OWN, requestOf, waysWrong } from './endpoint-form.ts';

const place: Place = { connection: null, type: 'postgresql', host: 'db', port: 5432, database: 'shop', user: 'mover' };
const way: EnteredWay = {
  connection: OWN,
  host: 'DB',
  port: 5432,
  user: 'mover',
  password: '',
  secrets: ['password'],
  tls: undefined,
  https: false,
};

test('a stored password serves at the same address only', () => {
  expect([...waysWrong(way, place)]).toEqual([]);
  expect([...waysWrong({ ...way, host: 'other' }, place)]).toEqual(['password']);
  expect([...waysWrong({ ...way, port: 5433 }, place)]).toEqual(['password']);
  expect([...waysWrong({ ...way, secrets: ['tls.key'] }, place)]).toEqual(['password']);
  expect([...waysWrong({ ...way, host: ' ', port: undefined, user: '', password: 'x' }, place)]).toEqual(['host', 'port', 'user']);
});

test('what is left empty is not sent, and a saved connection is sent as such', () => {
  expect(requestOf(way)).toEqual({ host: 'DB', port: 5432, user: 'mover' });
  expect(requestOf({ ...way, password: 'x' })).toMatchObject({ password: 'x' });
  expect(requestOf({ ...way, connection: 'c1' })).toEqual({ connectionId: 'c1' });
  expect(waysWrong({ ...way, connection: 'c1', host: '' }, place).size).toBe(0);
});

test('TLS is what the task has, and sent as it is entered; of a saved connection it stays unless it is touched', () => {
  const own = { host: 'db', port: 5432, tls: { mode: 'verify-ca' as const, ca: 'PEM' } };
  const task = (source: object) => ({ config: { source }, source: place, destination: null, secrets: { source: [], destination: [] } });
  const entered = (source: object) => enteredWay(task(source) as unknown as Parameters<typeof enteredWay>[0], 'source');
  expect(requestOf({ ...entered(own), password: 'x' })).toMatchObject({ tls: { mode: 'verify-ca', ca: 'PEM' } });
  expect(entered({ host: 'db' }).tls).toEqual({ mode: 'disable' });
  expect(requestOf({ ...entered({ connectionId: 'c1' }), connection: OWN })).not.toHaveProperty('tls');
});

test('HTTPS of SelectDB is not left without TLS', () => {
  const https = { ...way, https: true };
  expect([...waysWrong({ ...https, tls: { mode: 'disable' } }, place)]).toEqual(['tls']);
  expect([...waysWrong({ ...https, tls: { mode: 'require' } }, place)]).toEqual([]);
});
