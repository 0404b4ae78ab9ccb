import { expect, test } from 'vitest';
import { isSameDatabase, type Presence } from './presence.ts';

const HERE: Presence = { system: '7', database: '5', started: '100', standby: false };

test.each<[string, Partial<Presence>, boolean]>([
  ['the same server', {}, true],
  ['the same, where its number may not be read', { system: null }, true],
  ['another database of it', { database: '6' }, false],
  ['a standby', { started: '200', standby: true }, true],
  ['a server made of its files', { started: '200' }, false],
  ['another server', { system: '8', started: '200' }, false],
  ['a standby of another', { system: '8', started: '200', standby: true }, false],
  ['one of which nothing is known', { system: null, started: '200', standby: true }, false],
])('%s', (_, other, same) => {
  expect(isSameDatabase(HERE, { ...HERE, ...other })).toBe(same);
  expect(isSameDatabase({ ...HERE, ...other }, HERE)).toBe(same);
});
