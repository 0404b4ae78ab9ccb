import { describe, expect, test } from 'vitest';
import { connected, startServers } from '#e2e/faults/servers.ts';
import { FORMS, numberOf } from './forms.ts';

/** Values of each type as a query of one column. */
const VALUES: Readonly<Record<string, readonly [send: string, query: string]>> = {
  boolean: ['boolsend', 'values (true), (false)'],
  bytea: ['byteasend', String.raw`values ('\x'::bytea), ('\x00ff5c'::bytea)`],
  name: ['namesend', `values ('a name'::name), (''::name)`],
  bigint: [
    'int8send',
    `values (0::bigint), (-1), (9223372036854775807), (-9223372036854775808), (9007199254740993), (-9007199254740993), (4294967296), (-4294967297)
     union all select (random() * 2e10 - 1e10)::bigint from generate_series(1, 300)`,
  ],
  smallint: ['int2send', 'values (0::smallint), (-32768), (32767)'],
  integer: ['int4send', 'values (0), (-2147483648), (2147483647)'],
  text: ['textsend', `values (''), ('ünïcödé 🌳'), (E'tab\\tand\\nline')`],
  oid: ['oidsend', `values (0::oid), (4294967295::oid)`],
  json: ['json_send', `values ('{"a":  [1, "ü"]}'::json)`],
  'double precision': [
    'float8send',
    `values (0::float8), ('-0'::float8), ('NaN'), ('Infinity'), ('-Infinity'), (1.5), (1e15), (1e14), (123456789012345678), (1e-4), (1e-5), (0.1), (-2.5e-300), (1.7976931348623157e308), (5e-324)
     union all select random() * power(10::float8, n % 200 - 100) from generate_series(1, 2000) n
     union all select (power(2::float8, 53 + n % 60) * (1 + n / 4096.0))::float8 from generate_series(0, 4095) n
     union all select random() * 1e17 from generate_series(1, 2000)`,
  ],
  character: ['bpcharsend', `values ('ab'::character(4)), (''::character(2))`],
  'character varying': ['varcharsend', `values ('ab'::varchar(4)), (''::varchar)`],
  date: [
    'date_send',
    `values ('infinity'::date), ('-infinity'), ('0001-01-01'), ('0001-12-31 BC'), ('4713-01-01 BC'), ('5874897-12-31'), ('2000-02-29'), ('1900-03-01')
     union all select date '1200-01-01' + n * 97 from generate_series(-3000, 6000) n`,
  ],
  'time without time zone': ['time_send', `values ('00:00'::time), ('24:00:00'), ('23:59:59.999999'), ('01:02:03.4')`],
  'timestamp without time zone': [
    'timestamp_send',
    `values ('infinity'::timestamp), ('-infinity'), ('1999-12-31 23:59:59.999999'), ('2000-01-01'), ('4713-01-01 BC'), ('294276-12-31 23:59:59.999999'),
       ('2000-01-01 00:35:47.483647'), ('1999-12-31 23:24:12.516352'), ('2068-01-19 03:14:07')
     union all select timestamp '0400-01-01' + n * interval '37 days 11.000123 seconds' from generate_series(-8000, 20000) n`,
  ],
  'timestamp with time zone': [
    'timestamptz_send',
    `values ('infinity'::timestamptz), ('-infinity'), ('1999-12-31 23:59:59.999999+00'), ('0044-03-15 12:00+00 BC'), (now())`,
  ],
  numeric: [
    'numeric_send',
    `values (0::numeric), (0.00), ('NaN'), (1.10), (-12345.678900), (1e30), (1e-30), (99999999.0001), (10000), (100000000), (0.0001), (0.00001), (123456789012345678901234567890.123456789)
     union all select round((random() * power(10::numeric, n % 30 - 15))::numeric, n % 20) from generate_series(1, 2000) n`,
  ],
  uuid: ['uuid_send', `values ('12345678-9abc-def0-1234-56789abcdef0'::uuid), ('00000000-0000-0000-0000-000000000000')`],
  jsonb: ['jsonb_send', `values ('{"a": [1, "ü"]}'::jsonb), ('null')`],
};

describe.each([15, 18])('version %i', (major) => {
  test('text is made of binary values as the server makes it', async () => {
    await using servers = await startServers({ sourceMajor: major });
    await using client = await connected(servers.source.url());
    await client.query(`set TimeZone = 'UTC'; set DateStyle = 'ISO, YMD'; set extra_float_digits = 3; set bytea_output = 'hex'`);
    expect(Object.keys(VALUES).sort()).toEqual([...FORMS.values()].map(({ type }) => type).sort());
    for (const [type, [send, query]] of Object.entries(VALUES)) {
      const form = FORMS.get(numberOf(type) ?? 0);
      const { rows } = await client.query<{ text: string; bytes: Buffer }>(
        `select format('%s', v::${type}) as text, ${send}(v::${type}) as bytes from (${query}) as given(v)`,
      );
      expect(rows.length).toBeGreaterThan(0);
      const made = rows.map(({ bytes }) => form?.read(bytes, 0, bytes.length));
      expect(made, type).toEqual(rows.map(({ text }) => text));
      if (form?.isText) expect(rows.every(({ text, bytes }) => bytes.equals(Buffer.from(text)))).toBe(true);
    }
  }, 300_000);
});
