import { expect, test } from 'vitest';
import { sql, startServers } from '#e2e/faults/servers.ts';
import { connect } from '../../connect.ts';
import { readTables } from '../catalog.ts';
import { tableStatements } from './statements.ts';

const SQL = `create schema app;
  create table app.t (a integer check (a > 0), b integer, c integer generated always as (a + b) stored, d integer, check (c > d), check (d > 1));
  create table app.packed (v text compression pglz, w integer not null) with (vacuum_truncate = off, fillfactor = 90)`;

test('what was not chosen, or is too new, leaves no trace', async () => {
  await using servers = await startServers();
  const [source] = await servers.databases('made');
  await sql(source, SQL);
  const client = await connect(servers.source.endpoint('made'), { side: 'source', purpose: 'test' });
  const specs = await readTables(client, { schemas: [{ name: 'app', tables: null }] });
  await client.end();
  const make = (name: string, columns: readonly string[], version: number) =>
    specs
      .filter((spec) => spec.name === name)
      .flatMap((spec) => tableStatements(spec, { columns: new Set(columns), version }).make.map(oneLine));

  expect(make('t', ['b', 'c', 'd'], 180000)).toEqual([
    'create table "app"."t" ("b" integer, "d" integer, constraint "t_d_check" CHECK ((d > 1)))',
  ]);
  expect(make('packed', ['v', 'w'], 110000)).toEqual([
    `create table "app"."packed" ("v" text, "w" integer not null) with ("fillfactor"='90')`,
  ]);
  expect(make('packed', ['v'], 140000)).toEqual([
    `create table "app"."packed" ("v" text) with ("vacuum_truncate"='off', "fillfactor"='90')`,
    'alter table only "app"."packed" alter column "v" set compression pglz',
  ]);
}, 60_000);

function oneLine(sql: string): string {
  return sql.replace('(\n  ', '(').replaceAll(',\n  ', ', ').replace('\n)', ')');
}
