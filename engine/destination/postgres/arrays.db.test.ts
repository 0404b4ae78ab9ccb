import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { ArrayParameter, type Element, elementOf, Unfit } from './arrays.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

function parameter(element: Element, values: readonly (string | null)[]): Buffer {
  const array = new ArrayParameter(element);
  for (const value of values) array.addValue(value);
  return array.finish();
}

const VALUES: readonly (readonly [Element, readonly (string | null)[]])[] = [
  ['smallint', ['0', '-32768', '32767', null, '7']],
  ['integer', ['0', '-2147483648', '2147483647', null, '-1']],
  ['bigint', ['0', '-1', '4294967296', '-4294967297', '999999999999999', '-999999999999999', null]],
  ['bigint', ['9223372036854775807', '-9223372036854775808', '1000000000000000', '-1000000000000000']],
  ['boolean', ['t', 'f', null]],
  ['text', ['', 'a', null, 'NULL', '{"x": "\\n"}', 'ünïcödé 🌳', 'x'.repeat(100_000)]],
];

test('the server reads every value as it was written', async () => {
  await using client = await connected(servers.destination.url());
  for (const [element, values] of VALUES) {
    const { rows } = await client.query(`select array_to_json($1::${element}[]::text[]) as list`, [parameter(element, values)]);
    const written = values.map((value) => (element === 'boolean' && value !== null ? (value === 't' ? 'true' : 'false') : value));
    expect(rows[0].list).toEqual(written);
  }
});

test('a value the type has no place for is left to the server', () => {
  for (const value of ['2147483648', '-2147483649', '1.5', '', '-', '99999999999999999999']) {
    expect(() => parameter('integer', [value])).toThrow(Unfit);
  }
  expect(() => parameter('bigint', ['9223372036854775808'])).toThrow(Unfit);
  expect(() => parameter('smallint', ['32768'])).toThrow(Unfit);
  expect(() => parameter('boolean', ['true'])).toThrow(Unfit);
});

test('types without a form of their own travel as text', () => {
  expect(['bigint', 'numeric(10,2)', 'character(4)', 'toString'].map((type) => elementOf(type))).toEqual([
    'bigint',
    'text',
    'text',
    'text',
  ]);
});
