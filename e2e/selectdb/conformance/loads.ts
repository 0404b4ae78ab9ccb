import { duplicate, failed, json, type LoadCase, lines, success, unique } from './case.ts';
import { FORMATS } from './formats.ts';

const sign = { hidden_columns: '__DORIS_DELETE_SIGN__' };
const one = (name: string, column: string, value: unknown, reason: string): LoadCase => ({
  name,
  tables: [unique(column)],
  loads: [{ body: lines({ k: 1, v: value }), headers: json(), answers: failed(1, 1), says: 'too many filtered rows', reason }],
  rows: [],
});

export const LOADS: readonly LoadCase[] = [
  {
    name: 'JSON lines, upsert by key',
    tables: [unique('v VARCHAR(20)')],
    loads: [
      { body: lines({ k: 1, v: 'a' }, { k: 2, v: 'b' }), headers: json(), answers: success(2) },
      { body: lines({ k: 2, v: 'B' }, { k: 3, v: null }), headers: json(), answers: success(2) },
    ],
    rows: [
      [1, 'a'],
      [2, 'B'],
      [3, null],
    ],
  },
  {
    name: 'DUPLICATE appends',
    tables: [duplicate('v INT')],
    loads: [{ body: lines({ k: 1, v: 1 }, { k: 1, v: 1 }), headers: json(), answers: success(2) }],
    rows: [
      [1, 1],
      [1, 1],
    ],
  },
  {
    name: 'delete sign in a mixed batch',
    tables: [unique('v INT')],
    loads: [
      { body: lines({ k: 1, v: 1 }, { k: 2, v: 2 }), headers: json(), answers: success(2) },
      {
        body: lines({ k: 1, __DORIS_DELETE_SIGN__: 1 }, { k: 3, v: 3, __DORIS_DELETE_SIGN__: 0 }),
        headers: json(sign),
        answers: success(2),
      },
    ],
    rows: [
      [2, 2],
      [3, 3],
    ],
  },
  {
    name: 'merge_type DELETE, and on a DUPLICATE table',
    tables: [unique('v INT')],
    loads: [
      { body: lines({ k: 1, v: 1 }, { k: 2, v: 2 }), headers: json(), answers: success(2) },
      { body: lines({ k: 1, v: 1 }), headers: json({ merge_type: 'DELETE' }), answers: success(1) },
      {
        body: lines({ k: 1 }),
        headers: json({ merge_type: 'MERGE' }),
        answers: { Status: 'Fail' },
        says: 'Excepted DELETE ON clause when merge type is MERGE.',
      },
    ],
    rows: [[2, 2]],
  },
  {
    name: 'a larger sequence wins, deletes included',
    tables: [unique('v INT', ', "function_column.sequence_type" = "bigint"')],
    loads: [
      { body: lines({ k: 1, v: 1, s: 10 }), headers: json({ 'function_column.sequence_col': 's', columns: 'k,v,s' }), answers: success(1) },
      { body: lines({ k: 1, v: 2, s: 9 }), headers: json({ 'function_column.sequence_col': 's', columns: 'k,v,s' }), answers: success(1) },
      { body: lines({ k: 1, v: 3 }), headers: json(), answers: { Status: 'Fail' }, says: 'need to specify the sequence column' },
      {
        body: lines({ k: 1, __DORIS_SEQUENCE_COL__: 11, __DORIS_DELETE_SIGN__: 1 }),
        headers: json({ hidden_columns: '__DORIS_DELETE_SIGN__,__DORIS_SEQUENCE_COL__' }),
        answers: success(1),
      },
      {
        body: lines({ k: 1, v: 4, __DORIS_SEQUENCE_COL__: 10, __DORIS_DELETE_SIGN__: 0 }),
        headers: json({ hidden_columns: '__DORIS_DELETE_SIGN__,__DORIS_SEQUENCE_COL__' }),
        answers: success(1),
      },
    ],
    rows: [],
  },
  {
    name: 'a sequence column for a table without',
    tables: [unique('v INT')],
    loads: [
      {
        body: lines({ k: 1, v: 1 }),
        headers: json({ 'function_column.sequence_col': 'v' }),
        answers: { Status: 'Fail' },
        says: 'There is no sequence column in the table t',
      },
    ],
  },
  {
    name: 'partial update keeps what it does not name',
    tables: [unique('v INT, w VARCHAR(5)')],
    loads: [
      { body: lines({ k: 1, v: 1, w: 'keep' }), headers: json(), answers: success(1) },
      { body: lines({ k: 1, v: 9 }), headers: json({ columns: 'k,v', partial_columns: 'true' }), answers: success(1) },
      {
        body: lines({ v: 9 }),
        headers: json({ columns: 'v', partial_columns: 'true' }),
        answers: { Status: 'Fail' },
        says: 'all key columns, missing: k',
      },
    ],
    rows: [[1, 9, 'keep']],
  },
  {
    name: 'every digit and every byte',
    tables: [unique('a LARGEINT, b DECIMAL(38,10), c DOUBLE, d DATETIME(6), e STRING, f BOOLEAN, g ARRAY<STRING>')],
    loads: [
      {
        body: lines(
          `{"k":1,"a":170141183460469231731687303715884105727,"b":"1234567890123456789012345678.0123456789","c":"NaN","d":"9999-12-31 23:59:59.999999","e":"\\u0001é😀\\n\\"","f":true,"g":["x",null]}`,
        ),
        headers: json(),
        answers: success(1),
      },
    ],
    query: 'SELECT a, b, d, e, f, g FROM t',
    rows: [
      [
        '170141183460469231731687303715884105727',
        '1234567890123456789012345678.0123456789',
        '9999-12-31 23:59:59.999999',
        '\u0001é😀\n"',
        1,
        '["x", null]',
      ],
    ],
  },
  {
    name: 'offsets become the zone of the load',
    tables: [unique('v DATETIME(3)')],
    loads: [{ body: lines({ k: 1, v: '2024-01-01 00:30:00.1239+08:00' }), headers: json({ timezone: '+00:00' }), answers: success(1) }],
    rows: [[1, '2023-12-31 16:30:00.124']],
  },
  one('bytes count, not characters', 'v VARCHAR(4)', '中文', 'the length of input is too long than schema'),
  one('a number that is none', 'v INT', 'x', 'column(v) value is incorrect while strict mode is true, src value is x'),
  one('an integer out of range', 'v TINYINT', 300, 'column(v) value is incorrect while strict mode is true, src value is 300'),
  one('an infinite date', 'v DATE', 'infinity', 'column(v) value is incorrect while strict mode is true, src value is infinity'),
  one('a year of five digits', 'v DATETIME', '10000-01-01 00:00:00', 'column(v) value is incorrect while strict mode is true'),
  one('an array as PostgreSQL writes it', 'v ARRAY<INT>', '{1,2}', 'column(v) value is incorrect while strict mode is true'),
  one('NULL where none may be', 'v INT NOT NULL', null, 'column(v) values is null while columns is not nullable'),
  {
    name: 'not strict: what cannot be read is NULL, silently',
    tables: [unique('v INT')],
    loads: [{ body: lines({ k: 1, v: 'x' }), headers: json({ strict_mode: 'false' }), answers: success(1) }],
    rows: [[1, null]],
  },
  {
    name: 'a line that is not JSON is one filtered row',
    tables: [unique('v INT')],
    loads: [
      { body: '{"k":1,"v":1}\n{"k":2,\n', headers: json(), answers: failed(2, 1), says: 'too many filtered rows' },
      {
        body: '{"k":1,"v":1}\n{"k":2,\n',
        headers: json({ max_filter_ratio: '0.5' }),
        answers: { Status: 'Success', NumberLoadedRows: 1, NumberFilteredRows: 1 },
      },
    ],
    rows: [[1, 1]],
  },
  ...FORMATS,
];
