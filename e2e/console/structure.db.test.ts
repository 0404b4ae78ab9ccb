import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from '#e2e/browser/stack.ts';
import { sql, valuesOf } from '#e2e/faults/servers.ts';
import type { ErrorReport } from '#engine/errors.ts';
import type { StatementItem, StructurePage } from '#lib/task/structure-page.ts';
import type { TaskView } from '#lib/task/view.ts';
import { BREAK, MEND, SHOP } from './broken-index.ts';
import { ConsoleClient } from './client.ts';

let stack: Stack;
let client: ConsoleClient;

beforeAll(async () => {
  stack = await Stack.open();
  await sql(stack.urlOf('source'), ...SHOP);
  await sql(stack.urlOf('destination'), BREAK, 'create schema shop', `create type shop.mood as enum ('glad', 'bored')`);
  client = await new ConsoleClient(stack.url).enter();
});

afterAll(() => stack?.close());

const document = () => ({
  name: 'shop structure',
  source: stack.endpoint('source'),
  destination: stack.endpoint('destination'),
  types: ['schema' as const, 'full' as const],
  objects: [{ schema: 'shop' }],
});

async function draft(): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, ...document() });
  return id;
}

const page = (id: string, query = '') => client.need<StructurePage<StatementItem>>('GET', `/api/v1/tasks/${id}/structure?${query}`);

describe('before the start', () => {
  let id: string;
  beforeAll(async () => {
    id = await draft();
  });

  test('every statement is listed in its order, with counts, in pages', async () => {
    const { origin, totals, matched, items, kinds, phases } = await page(id, 'limit=500');
    expect([origin, matched, items.length]).toEqual(['preview', totals.statements, totals.statements]);
    expect(items.map(({ index }) => index)).toEqual(items.map((_, index) => index));
    expect(kinds).toMatchObject({ table: 2, function: 2, view: 1, index: 2, 'foreign-key': 1 });
    expect(phases.before + phases.after).toBe(matched);
    const at = (wanted: string) => items.findIndex(({ sql: text }) => text.toLowerCase().includes(wanted));
    expect(at('create table "shop"."sale"')).toBeGreaterThanOrEqual(0);
    expect(at('create table "shop"."sale"')).toBeLessThan(at('create index sale_norm'));
    const second = await page(id, 'offset=2&limit=2');
    expect(second.items.map(({ index }) => index)).toEqual([2, 3]);
  });

  test('names and SQL are searched in any case, and chosen by kind and phase', async () => {
    const objects = async (query: string) => (await page(id, query)).items.map(({ kind, object }) => `${kind} ${object}`);
    expect(await objects('q=SALE_NORM')).toEqual([expect.stringMatching(/^index .*sale_norm/)]);
    expect(await objects('q=is%20broken%20HERE')).toEqual([expect.stringMatching(/^function shop\.norm\(/)]);
    expect(new Set((await page(id, 'kind=index,view')).items.map(({ kind }) => kind))).toEqual(new Set(['index', 'view']));
    expect((await page(id, 'phase=before&kind=index')).matched).toBe(0);
    expect((await client.ask('GET', `/api/v1/tasks/${id}/structure?kind=nonsense`)).status).toBe(400);
  });

  test('what the destination has already is told with its difference', async () => {
    const { items } = await client.need<StructurePage<{ object: string; same: boolean; wanted: string; existing: string }>>(
      'GET',
      `/api/v1/tasks/${id}/structure?list=present&q=mood`,
    );
    expect(items).toMatchObject([{ object: 'shop.mood', same: false }]);
    expect(items[0]?.wanted).toContain('sad');
    expect(items[0]?.existing).toContain('bored');
  });

  test('both databases are read once, until somebody wants them read again or the document changes', async () => {
    const first = await page(id);
    await sql(stack.urlOf('source'), 'create view shop.late as select 1 as one');
    expect(await page(id)).toEqual(first);
    expect((await page(id, 'fresh=1')).totals.statements).toBeGreaterThan(first.totals.statements);
    const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
    await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, objects: [{ schema: 'shop', tables: [{ name: 'item' }] }] });
    expect((await page(id, 'q=late')).matched).toBe(0);
    await client.need('PUT', `/api/v1/tasks/${id}`, config);
  });

  test('all of it is downloaded as a script in order', async () => {
    const response = await client.fetch('GET', `/api/v1/tasks/${id}/structure/download`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''shop%20structure.sql`);
    const script = await response.text();
    const { items } = await page(id, 'limit=500');
    let at = 0;
    for (const { sql: text } of items) {
      const found = script.indexOf(text.trimEnd(), at);
      expect(found).toBeGreaterThanOrEqual(at);
      at = found + text.trimEnd().length;
    }
    expect(script.indexOf('-- Before the data')).toBeLessThan(script.indexOf('-- After the data'));
    expect(script).not.toContain(stack.destination.password);
    const chosen = await (await client.fetch('GET', `/api/v1/tasks/${id}/structure/download?kind=view&locale=zh`)).text();
    expect(chosen).toContain('数据写入前');
    expect(chosen).not.toMatch(/create table/i);
  });

  test('a draft that is not complete says what is missing', async () => {
    const { id: empty } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
    const { status, body } = await client.ask<{ error: ErrorReport }>('GET', `/api/v1/tasks/${empty}/structure`);
    expect([status, body.error.code]).toEqual([422, 'document.incomplete']);
    expect((await client.ask('GET', '/api/v1/tasks/none/structure')).status).toBe(404);
    expect((await client.ask('GET', '/api/v1/tasks/none/structure/download')).status).toBe(404);
  });
});

describe('mending', () => {
  const mend = (id: string, body: object) => client.ask<{ error: ErrorReport }>('POST', `/api/v1/tasks/${id}/structure/mend`, body);

  test('is refused where nothing failed, and for what is not there', async () => {
    const id = await draft();
    expect((await mend(id, { action: 'retry', statement: 'x' })).body.error.code).toBe('statement.not-failed');
    expect((await mend('none', { action: 'skip', statements: ['x'] })).status).toBe(404);
    for (const body of [{}, { action: 'skip', statements: [] }, { action: 'retry', statement: 'x', sql: '  ' }, { action: 'drop' }]) {
      expect([body, (await mend(id, body)).status]).toEqual([body, 400]);
    }
  });

  test('a failed statement runs again in other words, another is skipped, and the task goes on to its end', async () => {
    await sql(stack.urlOf('destination'), 'drop schema shop cascade');
    const id = await client.startTask({ ...document(), name: 'mended' });
    const failed = async () => (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).progress.structure.failed;
    await expect.poll(async () => (await failed()).length, { timeout: 60_000 }).toBe(2);
    const failures = await failed();
    const [sale, item] = ['sale_norm', 'item_norm'].map((name) => failures.find(({ object }) => object.includes(name)));
    if (sale === undefined || item === undefined) throw new Error(`other statements failed: ${JSON.stringify(failures)}`);
    expect(sale.error.message.en).toContain('norm is broken here');
    expect((await page(id, 'state=failed')).items.map(({ index }) => index).sort()).toEqual([sale.index, item.index].sort());

    const instead = 'create index sale_note on shop.sale (note)';
    await client.need('POST', `/api/v1/tasks/${id}/structure/mend`, { action: 'retry', statement: sale.id, sql: instead });
    await client.need('POST', `/api/v1/tasks/${id}/structure/mend`, { action: 'skip', statements: [item.id] });
    await client.waitFor(id, ({ state }) => state.name === 'finished');
    const { items, origin } = await page(id, 'limit=500');
    expect(origin).toBe('plan');
    expect(items[sale.index]).toMatchObject({ state: 'done', sql: instead });
    expect(items[item.index]).toMatchObject({ state: 'skipped' });
    expect((await page(id, 'state=done')).matched).toBe(items.length - 1);
    const indexes = await valuesOf(stack.urlOf('destination'), `select indexname from pg_indexes where schemaname = 'shop'`);
    expect(indexes).toContain('sale_note');
    expect(indexes).not.toContain('item_norm');
    await sql(stack.urlOf('destination'), MEND);
  });
});
