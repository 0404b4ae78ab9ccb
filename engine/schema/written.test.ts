import { expect, test } from 'vitest';
import { LogRow } from './log-row.ts';
import { type RelationShape, type TableChange, type Tuple, valuesOf } from './row.ts';
import { readWritten, written } from './written.ts';
import { partsOf, wholeOf } from './written-parts.ts';

const SHAPE: RelationShape = {
  id: 'public.t',
  table: { schema: 'public', name: 't' },
  columns: ['id', 'note', 'more'],
  types: ['23 -1', '25 -1', '25 -1'],
  identity: ['id'],
};

/** As the log has a row; numbers of one byte are in a binary form. */
function logRow(values: readonly (string | Buffer | null | undefined)[], letter: string): Buffer {
  const parts = values.map((value) => {
    if (value == null) return Buffer.from(value === null ? 'n' : 'u');
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([Buffer.from(letter), length, bytes]);
  });
  return Buffer.concat([Buffer.from([0, values.length]), ...parts]);
}

function seen(changes: readonly TableChange[]) {
  const values = (tuple: Tuple) => valuesOf(tuple);
  return changes.map((change) => {
    if (change.kind === 'truncate') return [change.kind, change.relations.map(({ id }) => id), change.restartIdentity];
    const previous = change.kind === 'insert' || change.previous === null ? null : [change.previous.form, values(change.previous.tuple)];
    return [change.kind, change.relation.id, previous, change.kind === 'delete' ? null : values(change.next)];
  });
}

test('changes are read as they were written, values that were not sent and empty ones included', () => {
  const list = ['1', null, undefined];
  // In the middle of other bytes, as the log's message has it.
  const row = new LogRow(Buffer.concat([Buffer.from('xx'), logRow(['2', '', 'ü\u{1f600}'], 't'), Buffer.from('yy')]), 2);
  const changes: readonly TableChange[] = [
    { kind: 'insert', relation: SHAPE, next: list },
    { kind: 'update', relation: SHAPE, previous: { form: 'key', tuple: ['1', undefined, undefined] }, next: row },
    { kind: 'update', relation: { ...SHAPE, id: 'public.u' }, previous: null, next: ['3', 'a', 'b'] },
    { kind: 'delete', relation: SHAPE, previous: { form: 'row', tuple: row } },
    { kind: 'truncate', relations: [SHAPE, { ...SHAPE, id: 'public.v' }], restartIdentity: true },
  ];
  const read = readWritten(written(changes));
  expect(seen(read)).toEqual(seen(changes));
  expect(read[0]).toMatchObject({ relation: SHAPE });
});

test('what the log has in a binary form is kept as text, and bytes that are text as they are', () => {
  const number = { type: 'integer', isText: false, read: (bytes: Buffer, at: number) => String(bytes[at]) };
  const words = {
    type: 'text',
    isText: true,
    read: (bytes: Buffer, at: number, length: number) => bytes.toString('utf8', at, at + length),
  };
  const bytes = Buffer.from([0xff, 0x41]);
  const next = new LogRow(logRow([Buffer.from([7]), bytes, null], 'b'), 0, [number, words, words]);
  const [read] = readWritten(written([{ kind: 'insert', relation: { ...SHAPE, forms: [number, words, words] }, next }]));
  if (read?.kind !== 'insert' || !(read.next instanceof LogRow)) throw new Error('An insert is to be read.');
  expect(read.relation.forms).toBeUndefined();
  expect(read.next.value(0)).toBe('7');
  expect(read.next.textBytes(1)).toEqual(bytes);
  expect(read.next.value(2)).toBeNull();
});

test('a row whose text cannot be made is refused by name', () => {
  const read = () => Buffer.alloc(300_000_000).toString('hex');
  const forms = ['id', 'note', 'more'].map(() => ({ type: 'bytea', isText: false, read }));
  const next = new LogRow(logRow(['1', '2', '3'], 'b'), 0, forms);
  const refused = expect.objectContaining({ code: 'apply.row-too-large', object: 'public.t', retry: 'by-hand' });
  expect(() => written([{ kind: 'insert', relation: { ...SHAPE, forms }, next }])).toThrow(refused);
});

test('what is in parts is whole when the last of them is there, whatever lies beside it', () => {
  const [one, two, none] = ['abcdefg', 'xyz', ''].map((bytes, index) => ({ said: `${index}`, bytes: Buffer.from(bytes) }));
  if (one === undefined || two === undefined || none === undefined) throw new Error('There are three.');
  const parts = [one, none, two].flatMap((each) => partsOf(each, 3));
  expect(parts.map(({ said, bytes }) => `${said}=${bytes}`)).toEqual(['=abc', '=def', '0=g', '2=', '1=xyz']);
  expect(wholeOf(parts).map(({ said, bytes, parts }) => `${said}=${bytes} of ${parts}`)).toEqual([
    '0=abcdefg of 3',
    '2= of 1',
    '1=xyz of 1',
  ]);
  expect(wholeOf(parts.slice(0, 2))).toEqual([]);
  expect(wholeOf(parts.slice(3)).length).toBe(2);
});

test('relations that are the same in all are one, in whatever is read together', () => {
  const pieces = [SHAPE, { ...SHAPE }, { ...SHAPE, identity: ['note'] }].map((relation) =>
    written([{ kind: 'insert', relation, next: ['1', 'a', null] }]),
  );
  const shapes = new Map<string, RelationShape>();
  const [one, same, other] = pieces.flatMap((each) => readWritten(each, shapes)).map((change) => 'relation' in change && change.relation);
  expect(one).toBe(same);
  expect(one).not.toBe(other);
});
