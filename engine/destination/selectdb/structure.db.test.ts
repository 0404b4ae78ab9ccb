import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import type { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import type { TableSpec } from '../../schema/table.ts';
import { type SelectDbEndpoint, selectdbEndpoint } from '../../task/config.ts';
import { createDatabase, createTable } from './ddl.ts';
import { diagnoseSelectDb } from './diagnose.ts';
import { describeSelectDb, readSelectDbDdl, readSelectDbExisting } from './existing.ts';
import { readSelectDbFacts } from './facts.ts';
import { openSelectDbSession } from './session.ts';
import { shapedTable, sourceColumn, sourceTable } from './test-spec.ts';

let emulators: readonly Emulator[];

beforeAll(async () => {
  await loadGrammar();
  emulators = await Promise.all([
    startEmulator({ version: 3, password: 'secret' }),
    startEmulator({ version: 4, password: 'secret', cloud: true }),
  ]);
});

afterAll(async () => {
  for (const emulator of emulators) await emulator[Symbol.asyncDispose]();
});

function endpointOf(emulator: Emulator | undefined, more: Partial<SelectDbEndpoint> = {}): SelectDbEndpoint {
  const { host, mysqlPort: port, httpPort } = emulator ?? { host: '', mysqlPort: 0, httpPort: 0 };
  return { ...selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort, user: 'root', password: 'secret' }), ...more };
}

function ddlOf(table: TablePlan, spec: TableSpec): string {
  if (table.model === undefined) throw new Error('The table has no shape.');
  return createTable({ table, model: table.model, spec, replicas: 1 });
}

const failureOf = (endpoint: SelectDbEndpoint): Promise<EngineError> =>
  openSelectDbSession(endpoint).then(
    () => {
      throw new Error('The session was opened.');
    },
    (error) => error,
  );

const TYPES = [
  ...[
    'smallint',
    'integer',
    'bigint',
    'numeric(10,2)',
    'numeric',
    'numeric(50,3)',
    'numeric(5,-2)',
    'numeric(3,5)',
    'real',
    'double precision',
  ],
  ...[
    'money',
    'character(5)',
    'character varying(5)',
    'character varying',
    'character varying(20000)',
    'text',
    'bytea',
    'uuid',
    '"char"',
    'name',
  ],
  ...['timestamp without time zone', 'timestamp(0) with time zone', 'date', 'time without time zone', 'time(3) with time zone', 'interval'],
  ...[
    'boolean',
    'point',
    'cidr',
    'inet',
    'macaddr',
    'tsvector',
    'xml',
    'json',
    'jsonb',
    'bit(8)',
    'bit varying',
    'int4range',
    'integer[]',
    'oid',
  ],
];

test('every type, as a column of both models, and as a key wherever it can be one, is taken by both versions', async () => {
  const columns = TYPES.map((type, index) => sourceColumn(`c${index}`, type));
  for (const emulator of emulators) {
    await using session = await openSelectDbSession(endpointOf(emulator));
    await session.query(createDatabase('types'));
    const rows = [
      { spec: sourceTable(columns, [], { schema: 'types', name: 'all_types' }), engine: 'duplicate' },
      ...columns.map((column, index) => {
        const spec = sourceTable([sourceColumn('value', 'text'), column], [column.name], { schema: 'types', name: `by_${index}` });
        return { spec, engine: 'unique' };
      }),
    ];
    const made = rows.flatMap(({ spec, engine }) => {
      const table = shapedTable(spec);
      expect(table.model?.engine).toBe(engine);
      return table.model?.refused === undefined ? [{ table, spec }] : [];
    });
    // Floating point numbers are no keys.
    expect(rows.length - made.length).toBe(2);
    for (const { table, spec } of made) await session.query(ddlOf(table, spec), [], table.destination.name);
    const found = await readSelectDbExisting(
      session,
      made.map(({ table }) => table.destination),
    );
    expect(new Map(found.map(({ name, model }) => [name, model?.engine]))).toEqual(
      new Map(made.map(({ table }) => [table.destination.name, table.model?.engine])),
    );
    const unique = found.find(({ name }) => name === 'by_1');
    expect(unique).toMatchObject({ kind: 'table', empty: true, model: { engine: 'unique', keys: ['c1'] } });
    expect(unique?.columns.map(({ name, notNull }) => [name, notNull])).toEqual([
      ['c1', true],
      ['value', false],
    ]);
  }
});

test('comments, defaults and names come back as they were', async () => {
  for (const emulator of emulators) {
    await using session = await openSelectDbSession(endpointOf(emulator));
    await session.query(createDatabase('words'));
    const columns = [
      sourceColumn('id', 'bigint'),
      sourceColumn('a "b" $', 'text', { default: `'it''s'::text`, comment: `say "it's"\nnow` }),
      sourceColumn('on', 'boolean', { default: 'true' }),
      sourceColumn('at', 'timestamp(3) without time zone', { default: 'now()' }),
      sourceColumn('day', 'date', { default: 'CURRENT_DATE' }),
      sourceColumn('price', 'numeric(10,2)', { default: '1.50' }),
    ];
    const spec = sourceTable(columns, ['id'], { schema: 'words', comment: `all 'of' "it"\\` });
    const table = shapedTable(spec, { buckets: 3 });
    await session.query(ddlOf(table, spec));
    // A task that was killed right after it does it again.
    await session.query(ddlOf(table, spec));
    const [found] = await readSelectDbExisting(session, [table.destination]);
    expect(found?.columns.map(({ name, hasDefault }) => [name, hasDefault])).toEqual([
      ['id', false],
      ['a "b" $', true],
      ['on', true],
      ['at', true],
      ['day', true],
      ['price', true],
    ]);
    const comments = await session.query(
      `select COLUMN_COMMENT from information_schema.columns where TABLE_SCHEMA = 'words' and COLUMN_NAME = ?`,
      ['a "b" $'],
    );
    expect(comments).toEqual([{ COLUMN_COMMENT: `say "it's"\nnow` }]);
    const ddl = [...(await readSelectDbDdl(session, [table.destination])).values()].join();
    expect(ddl).toMatch(/UNIQUE KEY\s*\(`id`\)/);
    expect(ddl).toContain('BUCKETS 3');
    expect((await describeSelectDb(session)).objects.map(({ name }) => name)).toContain('words');
  }
});

test('a table that is there tells by which of its columns it orders versions of a row', async () => {
  await using session = await openSelectDbSession(endpointOf(emulators[0]));
  await session.query(createDatabase('own'));
  const columns = '(id int not null, at bigint) unique key (id) distributed by hash(id) buckets 1';
  const names = ['function_column.sequence_col', 'function_column.sequence_type', 'light_schema_change'];
  for (const [index, value] of ['at', 'bigint', 'true'].entries())
    await session.query(`create table own.t${index} ${columns} properties ("replication_num" = "1", "${names[index]}" = "${value}")`);
  const found = await readSelectDbExisting(
    session,
    names.map((_, index) => ({ schema: 'own', name: `t${index}` })),
  );
  expect(found.map(({ name, model }) => [name, model?.orderedBy]).toSorted()).toEqual([
    ['t0', 'at'],
    ['t1', undefined],
    ['t2', undefined],
  ]);
});

test('what the precheck asks is told by both versions', async () => {
  const [old, recent] = emulators;
  await using first = await openSelectDbSession(endpointOf(old));
  await using second = await openSelectDbSession(endpointOf(recent));
  const facts = [
    await readSelectDbFacts(first, endpointOf(old), ['mysql', 'nothing']),
    await readSelectDbFacts(second, endpointOf(recent), []),
  ];
  expect(facts.map(({ version }) => Math.floor((version ?? 0) / 10_000))).toEqual([3, 4]);
  expect(facts.map(({ cloud }) => cloud)).toEqual([false, true]);
  expect(facts.map(({ unicodeNames }) => unicodeNames)).toEqual([true, true]);
  expect(facts.map(({ http }) => http)).toEqual([null, null]);
  expect(facts.map(({ backends }) => backends)).toEqual([
    { alive: 1, total: 1 },
    { alive: 1, total: 1 },
  ]);
  expect(facts[0]?.grants.some(({ privileges }) => privileges.includes('Admin_priv'))).toBe(true);
  expect([...(facts[0]?.databases ?? [])]).toEqual(['mysql']);
});

test('a port or password that is wrong is told as what it is', async () => {
  const [emulator] = emulators;
  const { httpPort = 0, mysqlPort = 0, backendPort = 0 } = emulator ?? {};
  expect(await failureOf(endpointOf(emulator, { password: 'no' }))).toMatchObject({ code: 'connect.login', retry: 'by-hand' });
  expect(await failureOf(endpointOf(emulator, { port: httpPort }))).toMatchObject({ code: 'connect.http-port', retry: 'by-hand' });
  expect(await failureOf(endpointOf(emulator, { port: await freePort() }))).toMatchObject({ code: 'connect.port', connection: true });
  const diagnosed = async (more: Partial<SelectDbEndpoint>) => {
    const { ok, stages } = await diagnoseSelectDb(endpointOf(emulator, more));
    return { ok, failed: stages.find(({ state }) => state === 'failed') };
  };
  expect(await diagnosed({})).toEqual({ ok: true, failed: undefined });
  expect(await diagnosed({ httpPort: mysqlPort })).toMatchObject({
    ok: false,
    failed: { stage: 'port', error: { code: 'connect.mysql-port' } },
  });
  expect(await diagnosed({ httpPort: backendPort })).toMatchObject({ failed: { stage: 'port', error: { code: 'connect.be-port' } } });
  expect(await diagnosed({ httpPort: await freePort() })).toMatchObject({ failed: { error: { code: 'connect.http-unreachable' } } });
  expect(await diagnosed({ port: httpPort })).toMatchObject({ failed: { stage: 'port', error: { code: 'connect.http-port' } } });
  expect(await diagnosed({ password: 'no' })).toMatchObject({ failed: { stage: 'login' } });
});

/** One that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
