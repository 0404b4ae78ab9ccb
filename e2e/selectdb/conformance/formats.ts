import { gzipSync } from 'node:zlib';
import { failed, json, type LoadCase, lines, success, unique } from './case.ts';

/** How bodies and headers are read. */
export const FORMATS: readonly LoadCase[] = [
  {
    name: 'keys of JSON: case counts, unknown ones are ignored, missing ones get the default',
    tables: [unique('v INT DEFAULT 7, w INT')],
    loads: [{ body: lines({ k: 1, V: 5, zzz: 1 }), headers: json(), answers: success(1) }],
    rows: [[1, 7, null]],
  },
  {
    name: 'an outer array',
    tables: [unique('v INT')],
    loads: [
      {
        body: '[{"k":1,"v":1},{"k":2,"v":2}]',
        headers: { format: 'json', strip_outer_array: 'true', strict_mode: 'true' },
        answers: success(2),
      },
    ],
    rows: [
      [1, 1],
      [2, 2],
    ],
  },
  {
    name: 'CSV with NULL, derived columns and skipped ones',
    tables: [unique('v VARCHAR(5)')],
    loads: [
      {
        body: '1,a,x\n\n2,\\N,y\r\n3,,z',
        headers: { column_separator: ',', columns: 'k, v, ignored', strict_mode: 'true' },
        answers: success(3),
      },
    ],
    rows: [
      [1, 'a'],
      [2, null],
      [3, ''],
    ],
  },
  {
    name: 'CSV with enclose and escape',
    tables: [unique('v VARCHAR(20)')],
    loads: [
      {
        body: '1,"a,\n""b"""\n2,"\\\\N"',
        headers: { column_separator: ',', enclose: '"', escape: '\\', strict_mode: 'true' },
        answers: success(2),
      },
    ],
    rows: [
      [1, 'a,\n"b"'],
      [2, '\\N'],
    ],
  },
  {
    name: 'CSV with too few fields',
    tables: [unique('v INT, w INT')],
    loads: [
      { body: '1\t2\n', headers: {}, answers: failed(1, 1), reason: 'actual column number in csv file is less than schema column number' },
    ],
  },
  {
    name: 'labels are used once',
    tables: [unique('v INT')],
    loads: [
      { body: lines({ k: 1, v: 1 }), headers: json({ label: 'conformance_1' }), answers: success(1) },
      {
        body: lines({ k: 1, v: 2 }),
        headers: json({ label: 'conformance_1' }),
        answers: { Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED' },
        says: 'Label [conformance_1] has already been used',
      },
      { body: lines({ k: 'x' }), headers: json({ label: 'conformance_2' }), answers: { Status: 'Fail' } },
      { body: lines({ k: 2, v: 2 }), headers: json({ label: 'conformance_2' }), answers: success(1) },
      { body: '', headers: json({ label: 'not a label' }), answers: { Status: 'Fail' }, says: 'Label format error' },
      {
        body: '',
        headers: json({ label: 'x', group_commit: 'sync_mode' }),
        answers: { Status: 'Fail' },
        says: "label and group_commit can't be set at the same time",
      },
    ],
    rows: [
      [1, 1],
      [2, 2],
    ],
  },
  {
    name: 'columns that cannot be left out',
    tables: [unique('v INT NOT NULL')],
    loads: [
      { body: '1\n', headers: { columns: 'k' }, answers: { Status: 'Fail' }, says: 'Column(v) has no default value.' },
      { body: '1\n', headers: { columns: 'k,v,v' }, answers: { Status: 'Fail' }, says: 'Duplicate column: v' },
      {
        body: '1\n',
        headers: { strict_mode: 'perhaps' },
        answers: { Status: 'Fail' },
        says: 'Invalid strict mode format. Must be bool type',
      },
      { body: '1\n', headers: { format: 'xml' }, answers: { Status: 'Fail' }, says: 'unknown data format' },
      { body: '1\n', headers: { timeout: 'x' }, answers: { Status: 'Fail' }, says: 'Invalid timeout format' },
    ],
  },
  {
    name: 'gzip',
    tables: [unique('v INT')],
    loads: [
      { body: gzipSync(lines({ k: 1, v: 1 }, { k: 2, v: 2 })), headers: json({ compress_type: 'gz' }), answers: success(2) },
      { body: gzipSync('3\t3\n'), headers: { compress_type: 'gz' }, answers: success(1) },
    ],
    rows: [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  },
  {
    name: 'jsonpaths and columns by position',
    tables: [unique('v INT')],
    loads: [
      {
        body: lines({ id: 1, deep: { value: [5, 6] } }),
        headers: json({ jsonpaths: '["$.id", "$.deep.value[1]"]', columns: 'k, v' }),
        answers: success(1),
      },
    ],
    rows: [[1, 6]],
  },
  {
    name: 'a value beyond the soft limit, with an escape in every second character',
    tables: [unique('v STRING')],
    loads: [
      {
        body: lines({ k: 1, v: '\n'.repeat(11 * 1024 * 1024) }),
        headers: json(),
        answers: failed(1, 1),
        says: 'too many filtered rows',
        reason: 'the length of input is too long than schema',
      },
      { body: lines({ k: 1, v: '\n'.repeat(1000 * 1024) }), headers: json(), answers: success(1) },
    ],
    query: 'SELECT k, length(v) FROM t',
    rows: [[1, 1_024_000]],
  },
];
