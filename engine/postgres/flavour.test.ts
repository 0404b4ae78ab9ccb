import { describe, expect, test } from 'vitest';
import { type FlavourAnswers, flavourOf, flavourType } from './flavour.ts';

/** Real PolarDB cannot be had here. The answers are those that its documentation and users of it print, each with its source. */
const PLAIN: FlavourAnswers = {
  banner: 'PostgreSQL 17.2 on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit',
  polardbVersion: null,
  polardbFunction: false,
  mode: null,
  redwoodDate: null,
  emptyIsNull: false,
  emptyIsNullElsewhere: false,
};
const named = (banner: string, more: Partial<FlavourAnswers> = {}) => flavourOf({ ...PLAIN, banner, ...more });

describe('what a server is', () => {
  test('PostgreSQL', () => {
    expect(flavourOf(PLAIN)).toEqual({
      name: 'postgresql',
      version: null,
      dateHasTime: false,
      emptyIsNull: false,
      emptyIsNullElsewhere: false,
    });
  });

  test('PolarDB for PostgreSQL, by its banner, its setting or its function', () => {
    // README of ApsaraDB/PolarDB-for-PostgreSQL, versions 11 and 15.
    expect(named('PostgreSQL 11.9 (POLARDB 11.9)')).toMatchObject({ name: 'polardb-postgresql', version: 'POLARDB 11.9' });
    expect(named('PostgreSQL 17.11 (PolarDB 17.11.1.0 build accf02e2) on x86_64-linux-gnu')).toMatchObject({
      name: 'polardb-postgresql',
      version: 'PolarDB 17.11.1.0',
    });
    expect(named('PostgreSQL 14.20', { polardbVersion: 'PolarDB V2.0.14.20.41.0', mode: 'pg' })).toMatchObject({
      name: 'polardb-postgresql',
      version: 'PolarDB V2.0.14.20.41.0',
    });
    expect(flavourOf({ ...PLAIN, polardbFunction: true })).toMatchObject({ name: 'polardb-postgresql', version: 'PolarDB' });
  });

  test('its Oracle-compatible mode: the setting of 2.0, and 1.0 by the settings it brings', () => {
    const banner = 'PostgreSQL 14.20 (PolarDB 14.20.41.0)';
    expect(named(banner, { mode: 'ora', redwoodDate: 'on', emptyIsNull: true, emptyIsNullElsewhere: true })).toEqual({
      name: 'polardb-oracle',
      version: 'PolarDB 14.20.41.0',
      dateHasTime: true,
      emptyIsNull: true,
      emptyIsNullElsewhere: true,
    });
    // postgresql.conf.sample.polardb_o of the same repository: edb_redwood_date=on, no polar_compatibility_mode.
    expect(named('PostgreSQL 11.2 (POLARDB 11.2)', { redwoodDate: 'on' })).toMatchObject({ name: 'polardb-oracle', dateHasTime: true });
  });

  test('what could be turned off for the session is no difference any more', () => {
    const flavour = named('PostgreSQL 14.20 (PolarDB 14.20.41.0)', { mode: 'ora', redwoodDate: 'off', emptyIsNullElsewhere: true });
    expect(flavour).toMatchObject({ name: 'polardb-oracle', dateHasTime: false, emptyIsNull: false, emptyIsNullElsewhere: true });
  });
});

test('DATE with a time of day is written as what it becomes', () => {
  const types = ['date', 'date[]', 'daterange', 'timestamp without time zone', 'app.date', 'text'];
  expect(types.map((type) => flavourType(type, { dateHasTime: false }))).toEqual(types);
  expect(types.map((type) => flavourType(type, { dateHasTime: true }))).toEqual([
    'timestamp(0) without time zone',
    'timestamp(0) without time zone[]',
    ...types.slice(2),
  ]);
});
