import { expect, test } from 'vitest';
import type { Place } from '#lib/task/view.ts';
import { placeAddress, placeTitle } from './place.tsx';

const POSTGRES: Place = { connection: null, type: 'postgresql', host: 'db', port: 5432, database: 'shop', user: 'u' };
const SELECTDB: Place = { connection: null, type: 'selectdb', host: 'fe', port: 9030, database: 'opendts', user: 'root' };

test('a database is named by itself, and SelectDB by its server: its database only holds the marks', () => {
  expect([placeAddress(POSTGRES), placeTitle(POSTGRES)]).toEqual(['db:5432/shop', 'shop']);
  expect([placeAddress(SELECTDB), placeTitle(SELECTDB)]).toEqual(['fe:9030', 'fe:9030']);
  expect(placeTitle({ ...SELECTDB, connection: 'warehouse' })).toBe('warehouse');
});
