import { expect, test } from 'vitest';
import { taskConfig } from './config.ts';

const SOURCE = { type: 'postgresql', host: 'db', database: 'shop', user: 'u' };
const SELECTDB = { type: 'selectdb', host: 'fe', user: 'root' };
const POSTGRES = { type: 'postgresql', host: 'db2', database: 'shop', user: 'u' };

function issuesOf(destination: unknown, more: object): readonly string[] {
  const parsed = taskConfig.safeParse({ name: 't', source: SOURCE, destination, objects: [{ schema: 'app' }], ...more });
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

test('an endpoint has both ports, and the database of the marks', () => {
  const parsed = taskConfig.parse({ name: 't', source: SOURCE, destination: SELECTDB, objects: [{ schema: 'app' }] });
  expect(parsed.destination).toEqual({
    ...SELECTDB,
    database: 'opendts',
    port: 9030,
    httpPort: 8030,
    password: '',
    tls: { mode: 'disable' },
  });
  expect(issuesOf({ ...POSTGRES, httpPort: 8030 }, {}).join()).toContain('httpPort');
});

test('what is said of tables is read, and a wrong word is told by its path', () => {
  const tables = (selectdb: unknown) => ({ objects: [{ schema: 'app', tables: [{ name: 'a' }, { name: 'b', selectdb }] }] });
  expect(issuesOf(SELECTDB, tables({ engine: 'unique', keys: ['b', 'a'], distribution: ['a'], buckets: 3 }))).toEqual([]);
  expect(issuesOf(SELECTDB, tables({ buckets: 'auto' }))).toEqual([]);
  expect(issuesOf(SELECTDB, tables({ engine: 'aggregate' })).join()).toContain('objects.0.tables.1.selectdb.engine');
  expect(issuesOf(SELECTDB, tables({ buckets: 0 })).join()).toContain('objects.0.tables.1.selectdb.buckets');
  expect(issuesOf(SELECTDB, tables({ bucket_count: 3 })).join()).toContain('bucket_count');
  expect(issuesOf(SELECTDB, tables({ keys: ['a', 'a'] }))).toEqual(['objects.0.tables.1.selectdb.keys: A column is listed twice']);
  expect(issuesOf(SELECTDB, { objects: [{ schema: 'app', selectdb: { a: { distribution: ['x', 'x'] } } }] })).toEqual([
    'objects.0.selectdb.a.distribution: A column is listed twice',
  ]);
});

test('other destinations take nothing of it, and SelectDB nothing that only PostgreSQL has', () => {
  const said = {
    selectdb: { replicationNum: 1 },
    objects: [{ schema: 'app', selectdb: { a: {} }, tables: [{ name: 'a', selectdb: { engine: 'duplicate' } }] }],
  };
  expect(issuesOf(POSTGRES, said)).toEqual([
    'selectdb: Only a task into SelectDB takes this',
    'objects.0.selectdb: Only a task into SelectDB takes this',
    'objects.0.tables.0.selectdb: Only a task into SelectDB takes this',
  ]);
  expect(issuesOf(SELECTDB, said)).toEqual([]);
  const postgres = { structure: { ownership: true, grants: true, eventTriggers: ['e'] }, full: { largeObjects: true } };
  expect(issuesOf(SELECTDB, postgres)).toEqual([
    'structure.ownership: SelectDB has nothing of the kind',
    'structure.grants: SelectDB has nothing of the kind',
    'structure.eventTriggers: SelectDB has nothing of the kind',
    'full.largeObjects: SelectDB has nothing of the kind',
  ]);
  expect(issuesOf(POSTGRES, postgres)).toEqual([]);
});

test('HTTPS is verified as the mode of TLS says, so it takes one', () => {
  expect(issuesOf({ ...SELECTDB, https: true, tls: { mode: 'verify-full' } }, {})).toEqual([]);
  expect(issuesOf({ ...SELECTDB, https: false }, {})).toEqual([]);
  expect(issuesOf({ ...SELECTDB, https: true }, {})).toEqual(['destination.https: HTTPS takes a mode of tls other than disable']);
  expect(issuesOf({ ...POSTGRES, https: true }, {}).join()).toContain('https');
});

test('types of columns are words of PostgreSQL, and none of a task into SelectDB', () => {
  const typed = (type: unknown) => ({ objects: [{ schema: 'app', tables: [{ name: 'a', columns: [{ name: 'id', type }] }] }] });
  const at = 'objects.0.tables.0.columns.0.type';
  expect(issuesOf(POSTGRES, typed('varchar(40)'))).toEqual([]);
  expect(issuesOf(POSTGRES, typed('VARCHAR2(40)')).join()).toContain(`${at}: varchar2(40) is none of PostgreSQL’s own types`);
  expect(issuesOf(POSTGRES, typed('numeric(4,5)'))).toEqual([`${at}: What stands in brackets is not for numeric`]);
  expect(issuesOf(SELECTDB, typed('bigint'))).toEqual([
    `${at}: Columns can be given another type only where the destination is PostgreSQL`,
  ]);
});
