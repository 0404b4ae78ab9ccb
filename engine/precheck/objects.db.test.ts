import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const APP = [{ schema: 'app' }];
const PASS = { severity: 'pass', problems: [] };
const WITH_OWNERS = { structure: { ownership: true, grants: false, eventTriggers: [] } };
const WITH_GRANTS = { structure: { ownership: false, grants: true, eventTriggers: [] } };

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 17, destination: 17 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

test('PG_OBJECT_UNSUPPORTED: a function in C, a foreign server', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema app; create table app.t (id int primary key)');
  expect(await pair.find('PG_OBJECT_UNSUPPORTED', APP)).toMatchObject(PASS);
  await pair.run(
    'source',
    `create function app.page(text, text, bigint) returns bytea language c as '$libdir/pageinspect', 'get_raw_page_fork_1_9'`,
  );
  await pair.run('source', 'create foreign data wrapper elsewhere; create server far foreign data wrapper elsewhere');
  const finding = await pair.find('PG_OBJECT_UNSUPPORTED', APP);
  expect(finding).toMatchObject({ severity: 'warn' });
  const problem = problemAbout(finding, 'far (foreign server)');
  expect(problem.cause.en).toContain('far (foreign server) is left out.');
  expect(problemAbout(finding, 'app.page(text, text, bigint)').cause.en).toContain('The function app.page');
  expect(problem.fix.zh).not.toBe('');
  expect(await pair.find('PG_OBJECT_UNSUPPORTED', APP, { types: ['full'] })).toBeNull();
});

test('PG_OBJECT_DEPENDS: a view and a routine without their table', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema app; create schema other; create table other.t (id int primary key, note text); create table app.own (id int primary key);
     create view app.v as select id from other.t; create function app.f(other.t) returns int language sql as 'select 1'`,
  );
  const finding = await pair.find('PG_OBJECT_DEPENDS', APP);
  expect(finding).toMatchObject({ severity: 'warn' });
  expect(problemAbout(finding, 'app.v').cause.en).toContain('It needs other.t');
  expect(problemAbout(finding, 'app.f(other.t)').cause.zh).toContain('other.t');
  expect(await pair.find('PG_OBJECT_DEPENDS', [...APP, { schema: 'other' }])).toMatchObject(PASS);
  // What is at the destination already serves as well.
  await pair.run('destination', 'create schema other; create table other.t (id int primary key, note text)');
  expect(await pair.find('PG_OBJECT_DEPENDS', APP)).toMatchObject(PASS);
});

test('PG_OBJECT_DEPENDS: a foreign key is told of once', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema app; create schema other; create table other.parent (id int primary key);
     create table app.child (id int primary key, parent int constraint to_parent references other.parent)`,
  );
  expect(await pair.find('PG_OBJECT_DEPENDS', APP)).toMatchObject(PASS);
  expect(problemAbout(await pair.find('PG_FOREIGN_KEY_PARENT', APP), 'app.child').cause.en).toContain('to_parent');
});

test('PG_OBJECT_DEPENDS: an index and a view over a column that was not chosen', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema app; create table app.t (id int primary key, a int, b int); create index on_b on app.t (b);
     create view app.v as select id, b from app.t`,
  );
  const objects = [
    {
      schema: 'app',
      tables: [{ name: 't', columns: [{ name: 'id' }, { name: 'a' }] }],
      others: [{ kind: 'view' as const, name: 'v' }],
    },
  ];
  const finding = await pair.find('PG_OBJECT_DEPENDS', objects);
  expect(problemAbout(finding, 'app.t: on_b').cause.en).toContain('column b');
  expect(problemAbout(finding, 'app.v').cause.en).toContain('column b');
});

test('PG_EXTENSION_RIGHT: one that takes a superuser, installed by the statement', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema app; create table app.t (id int primary key); create extension pageinspect with schema app');
  const user = await pair.account('destination');
  const edits = { user: { destination: user } };
  const finding = await pair.find('PG_EXTENSION_RIGHT', APP, edits);
  expect(finding).toMatchObject({ severity: 'fail' });
  const problem = problemAbout(finding, 'pageinspect');
  expect(await pair.find('PG_EXTENSION_RIGHT', APP)).toMatchObject(PASS);
  await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_EXTENSION_RIGHT', APP, edits)).toMatchObject(PASS);
});

test('PG_ROLE_MISSING: owners, grants and policies, mended by the statements', async () => {
  const pair = await bench.pair();
  const [owner, reader, seen] = ['owner', 'reader', 'seen'].map((name) => `${name} ${pair.database}`);
  await pair.run(
    'source',
    `create role "${owner}"; create role "${reader}"; create role "${seen}"; create schema app; create table app.t (id int primary key);
     alter table app.t owner to "${owner}"; grant select on app.t to "${reader}";
     create policy mine on app.t to "${seen}" using (true)`,
  );
  const alone = await pair.find('PG_ROLE_MISSING', APP);
  expect(alone?.problems.map(({ subject }) => subject)).toEqual(['app.t: mine']);
  const owners = await pair.find('PG_ROLE_MISSING', APP, WITH_OWNERS);
  expect(problemAbout(owners, owner ?? '').cause.en).toContain('app.t');
  expect(owners?.problems.some(({ subject }) => subject === reader)).toBe(false);
  const grants = await pair.find('PG_ROLE_MISSING', APP, WITH_GRANTS);
  expect(grants?.problems.some(({ subject }) => subject === owner)).toBe(false);
  for (const problem of [problemAbout(alone, 'app.t: mine'), problemAbout(owners, owner ?? ''), problemAbout(grants, reader ?? '')])
    await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_ROLE_MISSING', APP, { structure: { ...WITH_OWNERS.structure, grants: true } })).toMatchObject(PASS);
});

test('PG_OWNER_RIGHT: an account that is not a member of the owner', async () => {
  const pair = await bench.pair();
  const owner = `hand ${pair.database}`;
  await pair.run(
    'source',
    `create role "${owner}"; create schema app authorization "${owner}"; create table app.t (id int primary key);
     alter table app.t owner to "${owner}"`,
  );
  await pair.run('destination', `create role "${owner}"`);
  const edits = { ...WITH_OWNERS, user: { destination: await pair.account('destination') } };
  const finding = await pair.find('PG_OWNER_RIGHT', APP, edits);
  expect(finding).toMatchObject({ severity: 'warn' });
  await pair.run('destination', sqlOf(problemAbout(finding, owner)));
  expect(await pair.find('PG_OWNER_RIGHT', APP, edits)).toMatchObject(PASS);
  // Membership in a superuser is never what is advised.
  await pair.run('source', 'alter table app.t owner to postgres');
  const superuser = problemAbout(await pair.find('PG_OWNER_RIGHT', APP, edits), 'postgres');
  expect(superuser.cause.en).toContain('app.t');
  expect(superuser.fixSql).toBeUndefined();
  expect(await pair.find('PG_OWNER_RIGHT', APP)).toBeNull();
});

test('PG_RENAME_OPAQUE: a body that names a renamed table', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema app; create table app.orders (id int primary key);
     create function app.tally() returns bigint language plpgsql as 'begin return (select count(*) from app.orders); end'`,
  );
  expect(await pair.find('PG_RENAME_OPAQUE', APP)).toMatchObject(PASS);
  const finding = await pair.find('PG_RENAME_OPAQUE', [{ schema: 'app', as: 'shop' }]);
  expect(finding).toMatchObject({ severity: 'warn' });
  expect(problemAbout(finding, 'app.tally()').cause.en).toContain('app');
});

test('PG_TRIGGER_FIRES: a trigger and a rule that fire for migrated rows', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema app; create table app.t (id int primary key);
     create function app.note() returns trigger language plpgsql as 'begin return new; end';
     create trigger noted after insert on app.t for each row execute function app.note();
     create rule quiet as on delete to app.t do also nothing`,
  );
  expect(await pair.find('PG_TRIGGER_FIRES', APP)).toMatchObject(PASS);
  await pair.run('source', 'alter table app.t enable always trigger noted; alter table app.t enable replica rule quiet');
  const finding = await pair.find('PG_TRIGGER_FIRES', APP);
  expect(finding).toMatchObject({ severity: 'warn' });
  expect(problemAbout(finding, 'app.t: quiet').cause.en).toContain('ENABLE REPLICA');
  await pair.run('source', sqlOf(problemAbout(finding, 'app.t: noted')));
  expect((await pair.find('PG_TRIGGER_FIRES', APP))?.problems.map(({ subject }) => subject)).toEqual(['app.t: quiet']);
  expect(await pair.find('PG_TRIGGER_FIRES', APP, { types: ['schema', 'full'] })).toBeNull();
});

test('PG_LARGE_OBJECTS, PG_LARGE_OBJECT_RIGHT', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema app; create table app.t (id int primary key, data oid)');
  expect(await pair.find('PG_LARGE_OBJECTS', APP)).toMatchObject(PASS);
  await pair.run('source', `insert into app.t values (1, lo_from_bytea(0, 'abc')), (2, lo_from_bytea(0, 'def'))`);
  const off = await pair.find('PG_LARGE_OBJECTS', APP);
  expect(off).toMatchObject({ severity: 'warn' });
  expect(problemAbout(off, pair.database).cause.en).toContain('2 large objects');
  const carried = { full: { largeObjects: true } };
  expect(problemAbout(await pair.find('PG_LARGE_OBJECTS', APP, carried), pair.database).cause.en).toContain('later ones are not followed');
  expect(await pair.find('PG_LARGE_OBJECTS', APP, { ...carried, types: ['schema', 'full'] })).toMatchObject(PASS);
  const user = await pair.account('source');
  const edits = { ...carried, user: { source: user } };
  const right = await pair.find('PG_LARGE_OBJECT_RIGHT', APP, edits);
  expect(right).toMatchObject({ severity: 'fail' });
  expect(problemAbout(right, user).cause.en).toContain('2 of the 2');
  await pair.run('source', sqlOf(problemAbout(right, user)));
  expect(await pair.find('PG_LARGE_OBJECT_RIGHT', APP, edits)).toMatchObject(PASS);
  expect(await pair.find('PG_LARGE_OBJECT_RIGHT', APP)).toBeNull();
});
