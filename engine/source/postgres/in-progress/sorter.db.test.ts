import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { connected, sql, startServers, type TestClient, type TestServers, value } from '#e2e/faults/servers.ts';
import { fromBigInt, fromLsn, toLsn } from '../../../postgres/lsn.ts';
import { type ChangeEvent, type Position, type Tuple, valuesOf } from '../../../schema/row.ts';
import { PgoutputDecoder } from '../pgoutput.ts';
import { statusUpdate } from '../status-update.ts';
import { Sorter } from './sorter.ts';
import { TransactionStore } from './transaction-store.ts';

/** Everything is large: the smallest there is, and then some. */
const SETTINGS = { logical_decoding_work_mem: '64kB', max_prepared_transactions: 10 };

interface Read {
  readonly slot: string;
  readonly options: string;
  /** The end of the log. */
  readonly end: Position;
  /** What is told to be durable before going away. */
  readonly confirm?: Position;
}

/** Messages of a slot from where it stands. */
async function messagesOf(url: string, { slot, options, end, confirm }: Read): Promise<Buffer[]> {
  const client = new pg.Client({ connectionString: url, replication: 'database' } as pg.ClientConfig);
  client.on('error', () => {});
  await client.connect();
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter & { sendCopyFromChunk(chunk: Buffer): void } };
  const messages: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    connection.on('copyData', ({ chunk }: { readonly chunk: Buffer }) => {
      if (chunk[0] === 0x77) messages.push(Buffer.from(chunk.subarray(25)));
      else if (fromBigInt(chunk.readBigUInt64BE(1)) >= end) resolve();
    });
    client.query(`START_REPLICATION SLOT ${slot} LOGICAL 0/0 (publication_names 'p', ${options})`).catch(reject);
  });
  await done;
  if (confirm !== undefined) {
    const status = statusUpdate(confirm);
    connection.sendCopyFromChunk(status);
    // Asks for an answer, which comes after what was said before has been heard.
    status.writeUInt8(1, 33);
    const answered = once(connection, 'copyData');
    connection.sendCopyFromChunk(status);
    await answered;
  }
  client.connection.stream.destroy();
  return messages;
}

function plain(event: ChangeEvent): unknown {
  const row = (tuple: Tuple) => valuesOf(tuple);
  if (event.kind === 'insert') return { ...event, next: row(event.next) };
  if (event.kind === 'delete') return { ...event, previous: { ...event.previous, tuple: row(event.previous.tuple) } };
  if (event.kind !== 'update') return event;
  return { ...event, next: row(event.next), previous: event.previous && { ...event.previous, tuple: row(event.previous.tuple) } };
}

/** What the ordinary decoder makes of messages that have been sorted. */
async function sorted(sorter: Sorter, messages: readonly Buffer[], store: TransactionStore) {
  const decoder = new PgoutputDecoder();
  const events: unknown[] = [];
  let spilled = 0;
  const tell = (message: Buffer) => {
    const event = decoder.decode(message);
    if (event !== null) events.push(plain(event));
  };
  for (const message of messages) {
    const result = sorter.take(message);
    spilled = Math.max(spilled, store.held.disk);
    if (Buffer.isBuffer(result)) tell(result);
    else if (result !== null) for await (const piece of result) for (const each of piece) tell(each);
  }
  return { events, spilled };
}

const types = (messages: readonly Buffer[]) => new Set(messages.map((message) => String.fromCharCode(message[0] ?? 0)));
const fill = (table: string, from: number, to: number) =>
  `insert into ${table} (id, mood, note) select n, 'sad', repeat(md5(n::text), 8) from generate_series(${from}, ${to}) n`;

async function makeTables(url: string): Promise<void> {
  await sql(
    url,
    `create type mood as enum ('sad', 'glad')`,
    'create table a (id int primary key, mood mood, note text)',
    'create table b (id int, mood mood, note text)',
    'alter table b replica identity full',
    'create table c (id int primary key, mood mood, note text)',
    'create table big (id int primary key, mood mood, note text)',
    'create publication p for all tables',
  );
}

/** Large and small, one after the other and at the same time, whole and in parts. */
async function work(url: string, one: TestClient, two: TestClient): Promise<void> {
  const both = async (...statements: readonly string[]) => {
    for (const statement of statements) await one.query(statement);
  };
  // Interleaved, the second to begin is the first to commit; ordinary ones between.
  await both('begin', fill('a', 1, 800));
  await two.query('begin');
  await two.query(fill('b', 1, 800));
  await sql(url, fill('c', 1, 3));
  await one.query(fill('a', 801, 1600));
  await two.query(fill('b', 801, 1600));
  await two.query('commit');
  await both(`update a set mood = 'glad' where id % 3 = 0`, 'delete from a where id % 5 = 0', 'commit');
  // Savepoints: rolled back, kept, within each other; the first change of a table within one that goes.
  await both('begin', 'savepoint s', fill('big', 1, 900), 'rollback to s', fill('a', 2000, 2010), 'savepoint t', fill('big', 1, 900));
  await both('savepoint u', fill('b', 3000, 3900), 'savepoint v', fill('c', 100, 900), 'release v', 'rollback to u');
  await both(fill('c', 2000, 2900), 'release t', 'delete from c where id = 2000', 'commit');
  // Given up as a whole.
  await both('begin', fill('a', 5000, 6500), 'savepoint w', fill('b', 5000, 6500), 'rollback');
  // The shape changes on the way, for good and not.
  await both('begin', fill('a', 7000, 7900), 'alter table a add extra int default 7', fill('a', 8000, 8900), 'savepoint x');
  await both('alter table b add extra text', fill('b', 8000, 8900), 'rollback to x', fill('b', 9000, 9900), 'commit');
  await sql(url, fill('a', 10_000, 10_003), fill('b', 10_000, 10_003));
  // An unchanged large value, whole old rows, TRUNCATE.
  await both('alter table big alter note set storage external');
  await both(`update big set note = repeat('x', 9000) where id < 40`, 'begin', fill('c', 3000, 3900), `update big set mood = 'glad'`);
  await both(`update b set note = note || '!' where id > 8500`, 'truncate c restart identity', fill('c', 1, 20), 'commit');
  await sql(url, `update big set mood = 'sad' where id = 3`);
  // A thousand subtransactions, every third of which fails.
  await one.query(`do $$ begin for n in 1..1000 loop begin
    insert into a (id, note) values (20000 + n, repeat('y', 300));
    if n % 3 = 0 then raise exception 'no'; end if; exception when raise_exception then null; end; end loop; end $$`);
}

/** Large and small, decided in another order than they were prepared, beside others. */
async function workPrepared(url: string, one: TestClient, two: TestClient): Promise<void> {
  const prepare = async (client: TestClient, name: string, ...statements: readonly string[]) => {
    for (const statement of ['begin', ...statements, `prepare transaction '${name}'`]) await client.query(statement);
  };
  await prepare(one, 'small', fill('a', 30_000, 30_005), 'savepoint s', fill('b', 30_000, 30_005), 'rollback to s');
  await prepare(
    two,
    'large, quoted "',
    fill('b', 31_000, 32_000),
    'savepoint s',
    fill('a', 31_000, 32_000),
    'rollback to s',
    fill('c', 31_000, 31_100),
  );
  await prepare(one, 'small not', fill('a', 33_000, 33_005));
  await prepare(two, 'large not', fill('a', 34_000, 35_000));
  await sql(
    url,
    fill('c', 36_000, 36_003),
    `rollback prepared 'large not'`,
    fill('b', 36_000, 36_003),
    `commit prepared 'large, quoted "'`,
  );
  await sql(url, `rollback prepared 'small not'`, `commit prepared 'small'`, fill('a', 37_000, 37_003));
  // The same name again.
  await prepare(one, 'small', fill('a', 38_000, 38_005));
  await sql(url, `commit prepared 'small'`);
}

async function endOf(url: string): Promise<Position> {
  return fromLsn((await value(url, 'select pg_current_wal_lsn()')) ?? '');
}

async function within(major: number, run: (servers: TestServers, url: string) => Promise<void>): Promise<void> {
  await using servers = await startServers({ sourceMajor: major, sourceSettings: SETTINGS });
  const url = servers.source.url();
  await makeTables(url);
  await run(servers, url);
}

const VERSIONS = [
  { name: 'two', from: 15, twoPhase: false, options: `proto_version '2', streaming 'on'`, seen: ['S', 'E', 'A', 'c'] },
  { name: 'three', from: 15, twoPhase: true, options: `proto_version '3', streaming 'on', two_phase 'on'`, seen: [...'SEAcbPpKr'] },
  { name: 'four', from: 16, twoPhase: true, options: `proto_version '4', streaming 'parallel', two_phase 'on'`, seen: [...'SEAcbPpKr'] },
];

describe.each([15, 17, 18])('version %i', (major) => {
  test('what is told in progress and in two phases becomes what version 1 of the protocol tells', async () => {
    await within(major, async (servers, url) => {
      const versions = VERSIONS.filter(({ from }) => from <= major);
      await sql(url, `select pg_create_logical_replication_slot('one', 'pgoutput')`);
      for (const { name, twoPhase } of versions)
        await sql(url, `select pg_create_logical_replication_slot('${name}', 'pgoutput', false, ${twoPhase})`);
      await using one = await connected(url);
      await using two = await connected(url);
      await work(url, one, two);
      await workPrepared(url, one, two);
      const end = await endOf(url);
      const ordinary = await messagesOf(url, { slot: 'one', options: `proto_version '1'`, end });
      const decoder = new PgoutputDecoder();
      const expected = ordinary.flatMap((message) => decoder.decode(message) ?? []).map(plain);
      expect(expected.length).toBeGreaterThan(10_000);
      for (const { name, options, seen } of versions) {
        const messages = await messagesOf(url, { slot: name, options, end });
        expect([...types(messages)]).toEqual(expect.arrayContaining(seen));
        await using store = await TransactionStore.open({ folder: join(servers.dir, name), memoryBytes: 100_000 });
        const { events, spilled } = await sorted(new Sorter(store), messages, store);
        expect(spilled).toBeGreaterThan(1_000_000);
        expect(events.length).toBe(expected.length);
        expect(events).toEqual(expected);
        expect(store.held).toEqual({ memory: 0, disk: 0 });
      }
    });
  });

  test('what was prepared and not yet committed is told again after a restart', async () => {
    await within(major, async (servers, url) => {
      await sql(url, `select pg_create_logical_replication_slot('three', 'pgoutput', false, true)`);
      await using one = await connected(url);
      for (const statement of ['begin', fill('a', 1, 900), `prepare transaction 'late'`, fill('b', 1, 3)]) await one.query(statement);
      const options = `proto_version '3', streaming 'on', two_phase 'on'`;
      const end = await endOf(url);
      const folder = join(servers.dir, 'restarted');
      await using store = await TransactionStore.open({ folder, memoryBytes: 10_000 });
      const sorter = new Sorter(store);
      const { events: before } = await sorted(sorter, await messagesOf(url, { slot: 'three', options, end }), store);
      expect(before.filter((event) => (event as ChangeEvent).kind === 'insert')).toHaveLength(3);
      expect(store.held.disk).toBeGreaterThan(0);
      const confirm = sorter.acknowledgeable(end);
      expect(confirm < end).toBe(true);
      await messagesOf(url, { slot: 'three', options, end, confirm });
      expect(await value(url, `select confirmed_flush_lsn from pg_replication_slots`)).toBe(toLsn(confirm));
      await sql(url, `commit prepared 'late'`);
      const last = await endOf(url);
      // The engine that comes after the killed one.
      await using next = await TransactionStore.open({ folder, memoryBytes: 10_000 });
      const again = new Sorter(next);
      const { events: after } = await sorted(again, await messagesOf(url, { slot: 'three', options, end: last }), next);
      expect(after.filter((event) => (event as ChangeEvent).kind === 'insert')).toHaveLength(903);
      expect(again.acknowledgeable(last)).toBe(last);
    });
  });
});
