import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { BIG, pauseAfter, SLOW } from '#e2e/faults/slices.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { ONE_COPY, rowsAt, withSelectDb } from '#e2e/selectdb/reach.ts';

/** Whole tasks from PostgreSQL into the emulator; what arrived is read back over the MySQL protocol. */

let servers: TestServers;
let emulator: Emulator;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  emulator = await startEmulator();
}, 300_000);

afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

const intoSelectDb = () => withSelectDb(servers, emulator);

const there = (query: string) => rowsAt(emulator, query);

const TABLES = [
  `create table shop.orders (note text, id bigint primary key, amount numeric(12,2), paid boolean, at timestamptz(6), day date, raw bytea,
     doc jsonb, tags text[], long text)`,
  'create table shop.events (what text, n int)',
  'alter table shop.events replica identity full',
];
const ORDER_THERE = 'select `id`, `amount`, `paid`, `at`, `day`, `raw`, `tags`, `note`, md5(`long`) from shop.orders order by `id`';
const ORDER = `select array_to_string(array[id::text, amount::text, paid::int::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
  day::text, raw::text, tags::text, note, md5(long)], '|', 'NULL') from shop.orders order by id`;

test('structure, rows and changes arrive, each once', async () => {
  const [source] = await servers.databases('whole');
  await sql(source, 'create schema shop', ...TABLES);
  await sql(
    source,
    `insert into shop.orders select E'line\\n"' || i || '\\\\', i, i * 1.25, i % 2 = 0, timestamptz '2024-01-01 00:00:00.000001+00' + i * interval '1 hour',
       date '2024-01-01' + i, decode(md5(i::text), 'hex'), jsonb_build_object('i', i), array['a', 'b' || i], repeat(md5(i::text), 200)
     from generate_series(1, 3000) i`,
    "insert into shop.events select 'e' || i % 3, i % 10 from generate_series(1, 500) i",
  );
  await using task = await TestTask.create(intoSelectDb(), 'whole', { objects: [{ schema: 'shop' }], selectdb: ONE_COPY });
  await task.startAndFollow();
  await sql(
    source,
    "update shop.orders set note = 'changed' where id % 10 = 0",
    'update shop.orders set id = id + 100000, long = md5(long) where id between 50 and 60',
    'delete from shop.orders where id between 100 and 199',
    "begin; delete from shop.orders where id = 1; insert into shop.orders (id, note) values (1, 'back'); commit",
    "insert into shop.events values ('new', 1), ('new', 1)",
    "update shop.events set what = 'moved' where what = 'new'",
    "delete from shop.events where what = 'moved'",
  );
  await task.catchesUp();
  expect(await there(ORDER_THERE)).toEqual(await valuesOf(source, ORDER));
  const kept = await there('select `what`, `n`, `_is_deleted`, `_record_id` from shop.events where `_record_id` > 0 order by `_record_id`');
  expect(kept).toEqual(['new|1|0|1', 'new|1|0|2', 'moved|1|0|3', 'moved|1|0|4', 'moved|1|1|5', 'moved|1|1|6']);
  expect(await there('select count(*) from shop.events where `_record_id` = 0')).toEqual(['500']);
  // What is gathered is written together: that is what the destination takes its time for.
  await task.when(() => task.progress?.history.recent.some(({ destinationMs = 0 }) => destinationMs > 0) ?? false);
  expect(task.complaints()).toEqual([]);
});

const PAIR = [
  'create schema pair',
  'create table pair.keyed (id int primary key, n int, long text)',
  'create table pair.kept (n int, what text)',
  'alter table pair.kept replica identity full',
  'insert into pair.keyed select i, 0, repeat(md5(i::text), 300) from generate_series(1, 200) i',
  "insert into pair.kept select i, 'first' from generate_series(1, 200) i",
];
const KEYED = "select array_to_string(array[id::text, n::text, md5(long)], '|', 'NULL') from pair.keyed order by id";
const KEYED_THERE = 'select `id`, `n`, md5(`long`) from pair.keyed order by `id`';
const KEPT_THERE = 'select `n`, `what`, `_is_deleted`, `_record_id` from pair.kept where `_record_id` > 0 order by `_record_id`';

test('a load that fails, hangs, or is answered by nobody is made once', async () => {
  const [source] = await servers.databases('faults');
  await sql(source, ...PAIR);
  const { faults } = emulator;
  faults.next({ kind: 'dead backend' });
  faults.next({ kind: 'no answer' });
  faults.next({ kind: 'publish timeout', visibleAfterMs: 300 });
  faults.next({ kind: 'too many versions' }, { table: 'kept' });
  await using task = await TestTask.create(intoSelectDb(), 'faults', { objects: [{ schema: 'pair' }], selectdb: ONE_COPY });
  await task.startAndFollow();
  // What is published late is seen late.
  await expect.poll(() => there('select count(*) from pair.kept'), { timeout: 60_000 }).toEqual(['200']);
  for (const kind of ['no answer', 'garbled answer', 'too many versions', 'dead backend'] as const) faults.next({ kind });
  faults.next({ kind: 'late commit', commitAfterMs: 1_500 });
  faults.next({ kind: 'reset', afterBytes: 10 });
  faults.next({ kind: 'fail', message: 'tablet writer write failed' });
  for (let round = 1; round <= 5; round += 1) {
    await sql(
      source,
      `update pair.keyed set n = ${round} where id <= 100`,
      `insert into pair.kept select i, 'r${round}' from generate_series(1, 20) i`,
    );
    await task.catchesUp();
  }
  expect(faults.waiting).toEqual([]);
  expect(await there(KEYED_THERE)).toEqual(await valuesOf(source, KEYED));
  const kept = Array.from({ length: 100 }, (_, index) => `${(index % 20) + 1}|r${Math.floor(index / 20) + 1}|0|${index + 1}`);
  expect(await there(KEPT_THERE)).toEqual(kept);
});

test('what one table took before another failed comes again with the restart, and changes nothing', async () => {
  const [source] = await servers.databases('again');
  await sql(source, ...PAIR.map((each) => each.replaceAll('pair', 'again')));
  await using task = await TestTask.create(intoSelectDb(), 'again', { objects: [{ schema: 'again' }], selectdb: ONE_COPY });
  await task.startAndFollow();
  // The keyed table's load is refused; the other's arrives, and comes again when the task is taken up at the checkpoint.
  emulator.faults.next({ kind: 'fail', message: 'no such thing' }, { table: 'keyed' });
  const refused = task.hears((event) => event.kind === 'retry' && event.error.message.en.includes('no such thing'));
  await sql(
    source,
    "begin; insert into again.kept values (1, 'once'), (2, 'once'); update again.keyed set n = 1; delete from again.keyed where id = 5; commit",
  );
  await refused;
  expect(await there("select `n` from again.kept where `what` = 'once' order by `n`")).toEqual(['1', '2']);
  await sql(source, "insert into again.kept values (3, 'once')", 'insert into again.keyed (id, n) values (5, 50)');
  await task.catchesUp();
  const rows = await there("select `n`, `_record_id` from again.kept where `what` = 'once' order by `_record_id`");
  expect(rows).toEqual(['1|1', '2|2', '3|3']);
  expect(await there(KEYED_THERE.replace('pair', 'again'))).toEqual(await valuesOf(source, KEYED.replace('pair', 'again')));
});

/** What no slice may lose or double; values in TOAST that the log does not carry, also where the key changes. */
const CHURN = [
  'delete from cut.big where id between 100 and 600',
  'vacuum cut.big',
  'update cut.big set n = n + 1 where id between 5000 and 5300',
  'update cut.big set n = n + 1 where id between 1 and 80',
  'update cut.big set id = id + 100000 where id between 4000 and 4050 or id between 20 and 40',
  'update cut.big set id = id - 100000, n = 7 where id between 104000 and 104010',
  "insert into cut.big select i, 1, 'again' || i, repeat(md5(i::text), 100) from generate_series(100, 200) i",
  'delete from cut.big where id between 3000 and 3100 or id = 5010',
  'begin; delete from cut.big where id = 5030; insert into cut.big values (5030, 99, null, null); update cut.big set n = 100 where id = 5030; commit',
];

test('a load that is paused and taken up again under another view leaves every row as it is at the source', async () => {
  const [source] = await servers.databases('cut');
  await sql(source, 'create schema cut', BIG.replaceAll('table big', 'table cut.big'), 'create table cut.loose (n int, pad text)');
  await sql(source, 'alter table cut.loose replica identity full');
  const long = 'case when i % 10 = 0 then repeat(md5(i::text), 100) end';
  await sql(source, `insert into cut.big select i, 0, repeat('e', 900) || i, ${long} from generate_series(1, 6000) i`);
  await sql(source, "insert into cut.loose select i, repeat('e', 900) from generate_series(1, 3000) i");
  const options = { ...SLOW, objects: [{ schema: 'cut' }], selectdb: ONE_COPY };
  await using task = await TestTask.create(intoSelectDb(), 'cut', options);
  await pauseAfter(task, 3);
  await sql(source, ...CHURN, 'delete from cut.loose where n > 2000');
  await pauseAfter(task, 5, 'resume');
  await sql(source, 'update cut.big set n = n + 1 where id % 7 = 0', 'update cut.big set id = id + 200000 where id % 97 = 0');
  await task.send('resume');
  await task.reaches('streaming');
  await sql(
    source,
    'update cut.big set n = n + 1, id = -id where id % 50 = 0',
    'truncate cut.loose',
    "insert into cut.loose values (7, 'last')",
  );
  await task.catchesUp();
  const rows = "select array_to_string(array[id::text, n::text, email, md5(long)], '|', 'NULL') from cut.big order by id";
  expect(await there('select `id`, `n`, `email`, md5(`long`) from cut.big order by `id`')).toEqual(await valuesOf(source, rows));
  expect(await there('select `n`, `pad` from cut.loose')).toEqual(['7|last']);
});
