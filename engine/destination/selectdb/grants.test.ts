import { expect, test } from 'vitest';
import { versionOf } from './facts.ts';
import { grantsOf } from './grants.ts';

test('rights of every level, as SHOW GRANTS writes them', () => {
  const grants = grantsOf([
    {
      UserIdentity: `'u'@'%'`,
      GlobalPrivs: 'Node_priv,Admin_priv',
      CatalogPrivs: 'internal: Select_priv',
      DatabasePrivs: 'internal.app: Select_priv,Load_priv; internal.information_schema: Select_priv',
      TablePrivs: 'internal.app.t: Drop_priv',
      ResourcePrivs: null,
      ComputeGroupPrivs: 'fast: Usage_priv',
    },
  ]);
  expect(grants).toEqual([
    { on: 'data', database: null, table: null, privileges: ['Node_priv', 'Admin_priv'] },
    { on: 'cluster', database: null, table: null, privileges: ['Node_priv', 'Admin_priv'] },
    { on: 'data', database: null, table: null, privileges: ['Select_priv'] },
    { on: 'data', database: 'app', table: null, privileges: ['Select_priv', 'Load_priv'] },
    { on: 'data', database: 'information_schema', table: null, privileges: ['Select_priv'] },
    { on: 'data', database: 'app', table: 't', privileges: ['Drop_priv'] },
    { on: 'cluster', database: 'fast', table: null, privileges: ['Usage_priv'] },
  ]);
  expect(grantsOf([{ GlobalPrivs: null, DatabasePrivs: '\\N' }])).toEqual([]);
});

test('the version is read from what the server calls itself', () => {
  expect(versionOf('Doris version doris-3.0.3-rc04-43f06a5e26 (Cloud Mode)')).toBe(30_003);
  expect(versionOf('selectdb-core version 4.0.10')).toBe(40_010);
  expect(versionOf('MySQL Community Server - GPL')).toBeNull();
});
