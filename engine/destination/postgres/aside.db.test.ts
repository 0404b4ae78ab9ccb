import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { connect } from '../../postgres/connect.ts';
import { type RelationShape, type TableChange, valuesOf } from '../../schema/row.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Aside } from '../aside.ts';
import { Applier } from './apply.ts';
import { type AsideLimits, asideOf } from './aside.ts';
import { prepareMarks } from './marks.ts';

const TASK = 'aside';
let servers: TestServers;
let url: string;
let client: pg.Client;
let applier: Applier;

const relation = (): RelationShape => ({
  id: 't',
  table: { schema: 'public', name: 't' },
  columns: ['id', 'v'],
  types: ['23 -1', '25 -1'],
  identity: ['id'],
});
const insert = (id: number, v: string): TableChange => ({ kind: 'insert', relation: relation(), next: [String(id), v] });
const limited = (limits: AsideLimits) => asideOf(TASK, () => applier, limits);
const seen = (changes: readonly TableChange[]) =>
  changes.map((change) => (change.kind === 'insert' ? valuesOf(change.next).join('=') : change.kind));

/** What `next` gives, one after the other. */
async function all(aside: Aside, behind = 0): Promise<readonly (readonly TableChange[])[]> {
  const found: (readonly TableChange[])[] = [];
  for (let piece = await aside.next('r', behind, null); piece !== null; piece = await aside.next('r', behind, piece.number))
    found.push(piece.changes);
  return found;
}

beforeAll(async () => {
  servers = await startServers();
  url = servers.destination.url();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

beforeEach(async () => {
  await sql(url, 'drop schema if exists opendts cascade');
  client = await connect(servers.destination.endpoint('postgres') as PostgresEndpoint, { side: 'destination', purpose: 'test' });
  await prepareMarks(client, TASK);
  applier = new Applier(client, { taskId: TASK, tables: [], checkpoint: null, independentTables: true });
  return () => client.end();
});

test('changes that are larger than what is read at once are read as they were, by whoever cuts them otherwise too', async () => {
  const small = limited({ part: 10, values: 3, bytes: 1 });
  const long = 'x'.repeat(95);
  await small.keep('r', 0, [insert(1, 'a')]);
  await small.keep('r', 0, [insert(2, long), insert(3, 'c')]);
  await small.keep('other', 0, [insert(9, 'of others')]);
  await small.keep('r', 1, [insert(8, 'behind')]);
  await small.keep('r', 0, [insert(4, long)]);
  const kept = [['1=a'], [`2=${long}`, '3=c'], [`4=${long}`]];
  expect((await all(small)).map(seen)).toEqual(kept);
  for (const limits of [
    { part: 1, values: 1, bytes: 1_000 },
    { part: 1, values: 4, bytes: 1_000 },
    { part: 7, values: 100, bytes: 150 },
    { part: 7, values: 1_000, bytes: 1_000_000 },
  ])
    expect((await all(limited(limits))).flatMap(seen)).toEqual(kept.flat());
  expect((await all(small, 1)).map(seen)).toEqual([['8=behind']]);
  await small.forget('r', 0);
  await client.query('commit');
  expect(await value(url, `select string_agg(distinct refused_id || behind, ' ') from opendts.task_aside`)).toBe('other0 r1');
});

test('small ones are read together, up to the limits, and their relations are one object', async () => {
  const aside = limited({ part: 1_000, values: 40, bytes: 1_000_000 });
  for (let id = 0; id < 100; id += 1) await aside.keep('r', 0, [insert(id, 'v')]);
  const read = await all(aside);
  expect(read.map(({ length }) => length)).toEqual([40, 40, 20]);
  expect(seen(read.flat())).toEqual(Array.from({ length: 100 }, (_, id) => `${id}=v`));
  expect(new Set(read.flat().map((change) => 'relation' in change && change.relation)).size).toBe(1);
});
