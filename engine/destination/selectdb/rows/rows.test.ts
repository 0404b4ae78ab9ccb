import { expect, test } from 'vitest';
import { EngineError } from '../../../errors.ts';
import { plannedTable } from '../../../plan/test-table.ts';
import type { RowChunk } from '../../../schema/row.ts';
import { ChangeLines } from './change-lines.ts';
import { copyPieces } from './copy-lines.ts';
import { filler, formOf, written } from './form.ts';
import { plainUntil } from './plain.ts';

const NAME = { schema: 'public', name: 't' };

function tableOf(types: Readonly<Record<string, string>>) {
  const columns = Object.entries(types).map(([source, type]) => ({ source, destination: source, type, comparable: true }));
  return plannedTable({ id: 't', source: NAME, columns, key: ['id'] });
}

/** CopyData messages of lines of COPY's text, cut into pieces of `size` bytes. */
async function* chunksOf(lines: readonly string[], size: number): AsyncGenerator<RowChunk> {
  const messages = lines.map((line) => {
    const data = Buffer.from(`${line}\n`);
    const head = Buffer.from([0x64, 0, 0, 0, 0]);
    head.writeUInt32BE(data.length + 4, 1);
    return Buffer.concat([head, data]);
  });
  const bytes = Buffer.concat(messages);
  for (let at = 0; at < bytes.length; at += size) yield { bytes: Buffer.from(bytes.subarray(at, at + size)), messages: 0 };
}

async function linesOf(table: ReturnType<typeof tableOf>, lines: readonly string[], size = 1 << 20): Promise<readonly unknown[]> {
  let text = '';
  let rows = 0;
  const init = { table, more: { seq: '9' }, onRows: (count: number) => (rows += count) };
  for await (const { bytes } of copyPieces({ format: 'text', chunks: chunksOf(lines, size) }, init)) text += bytes.toString('utf8');
  expect(rows).toBe(lines.length);
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
}

const TEXTS = tableOf({ id: 'INT', v: 'STRING' });

test('every text arrives as it is, whatever stands in it', async () => {
  const lines = ['1\t\\N', '2\t', '3\t\\\\N', '4\ta\\tb\\nc\\rd\\be\\ff\\vg\\\\h"i/', '5\t\u0001\u001f\u007f 你好 😀', '6\t{a,"b\\\\"c"}'];
  const wanted = [null, '', '\\N', 'a\tb\nc\rd\be\ff\vg\\h"i/', '\u0001\u001f\u007f 你好 😀', '{a,"b\\"c"}'];
  const rows = wanted.map((v, index) => ({ id: String(index + 1), v, seq: '9' }));
  expect(await linesOf(TEXTS, lines)).toEqual(rows);
});

test.each([1, 2, 3, 4, 5, 7, 11, 64])('rows come cut anywhere: %i bytes at a time', async (size) => {
  const lines = Array.from({ length: 40 }, (_, index) => `${index}\t${'é\\n'.repeat(index)}`);
  const rows = await linesOf(TEXTS, lines, size);
  expect(rows).toEqual(lines.map((_, index) => ({ id: String(index), v: 'é\n'.repeat(index), seq: '9' })));
});

test('a row larger than a piece, of bytes that all grow', async () => {
  const [row] = await linesOf(TEXTS, [`1\t${'\u0001'.repeat(300_000)}`], 65_536);
  expect(row).toEqual({ id: '1', v: '\u0001'.repeat(300_000), seq: '9' });
});

test('no rows are no lines', async () => {
  expect(await linesOf(TEXTS, [])).toEqual([]);
});

test.each([
  ['BOOLEAN', 't', '1'],
  ['BOOLEAN', 'f', '0'],
  ['DATEV2', '2024-02-29', '2024-02-29'],
  ['DATE', 'infinity', null],
  ['DATEV2', '-infinity', null],
  ['DATEV2', '0044-03-15 BC', null],
  ['DATEV2', '10000-01-01', null],
  ['DATETIMEV2(6)', '2024-02-29 23:59:59.123456', '2024-02-29 23:59:59.123456'],
  ['DATETIMEV2(6)', '2024-02-29 23:59:59.1+00', '2024-02-29 23:59:59.1'],
  ['DATETIMEV2(6)', '2024-02-29 23:59:59.000001-05:30', '2024-03-01 05:29:59.000001'],
  ['DATETIMEV2(0)', '0001-01-01 00:00:00+08', '0000-12-31 16:00:00'],
  ['DATETIMEV2(0)', '0099-06-01 12:00:00+00:30:30', '0099-06-01 11:29:30'],
  ['DATETIMEV2(0)', '9999-12-31 23:59:59-01', null],
  ['DATETIMEV2(0)', '0001-01-01 00:00:00 BC', null],
  ['DATETIMEV2(0)', '10000-01-01 00:00:00+00', null],
  ['DATETIMEV2(0)', 'infinity', null],
  ['DECIMAL(10,2)', '-12.30', '-12.30'],
  ['DECIMAL(10,2)', 'NaN', null],
  ['DECIMAL(10,2)', '-Infinity', null],
  ['DOUBLE', 'NaN', 'NaN'],
  ['DOUBLE', '-Infinity', '-Infinity'],
  ['STRING', 'infinity', 'infinity'],
])('%s takes %s as %s', (type, value, wanted) => {
  expect(written(formOf(type), value)).toBe(wanted);
  const bytes = Buffer.from(`x${value}x`);
  const end = plainUntil(formOf(type), bytes, 1, bytes.length - 1);
  if (end >= 0 && formOf(type) !== 'same') expect(bytes.toString('latin1', 1, end)).toBe(wanted);
});

test('what a column cannot hold stops by the row, the column and the value', async () => {
  const table = tableOf({ id: 'INT', at: 'DATETIMEV2(6)' });
  const failed = linesOf(table, ['1\t2024-01-01 00:00:00', '2\tinfinity']);
  await expect(failed).rejects.toThrow(/column at of the row with id=2 holds infinity/);
  await expect(failed).rejects.toMatchObject({ code: 'value.unfit', object: 'public.t' });
  const lines = new ChangeLines(table, [0, 1]);
  expect(() => lines.add(['3', '0001-01-01 00:00:00 BC'], '')).toThrow(EngineError);
});

test('changes: whole rows, parts of rows, and rows that are gone', () => {
  const table = tableOf({ id: 'INT', v: 'STRING', on: 'DATEV2', j: 'JSON', b: 'BOOLEAN' });
  const all = new ChangeLines(table, [0, 1, 2, 3, 4]);
  all.add(['1', 'a"\u0000\n', null, '{"a":1}', 't'], ',"s":0');
  all.addGone(['2', undefined, undefined, undefined, undefined], new Set([0]), ',"s":1');
  const part = new ChangeLines(table, [0, 4]);
  part.add(['3', undefined, undefined, undefined, 'f'], '');
  const rows = (lines: ChangeLines) =>
    lines
      .body()
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  expect(all.rows).toBe(2);
  expect(rows(all)).toEqual([
    { id: '1', v: 'a"\u0000\n', on: null, j: '{"a":1}', b: '1', s: 0 },
    { id: '2', v: '', on: '1970-01-01', j: '{}', b: '0', s: 1 },
  ]);
  expect(rows(part)).toEqual([{ id: '3', b: '0' }]);
});

test('every type has a value that stands where a deleted row had one', () => {
  for (const type of ['DATEV2', 'DATETIMEV2(3)', 'BOOLEAN', 'DECIMAL(38,9)']) expect(written(formOf(type), filler(type))).not.toBeNull();
});
