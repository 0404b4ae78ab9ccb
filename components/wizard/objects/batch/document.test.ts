import { expect, test } from 'vitest';
import { documentOf, readDocument } from './document.ts';
import { lineAndColumn, placeOf, syntaxFault } from './json-place.ts';

const SOURCE = documentOf([{ schema: 'a', tables: [{ name: 'x', as: 'y' }, { name: 'z' }] }, { schema: 'b' }]);

function issues(source: string) {
  const read = readDocument(source);
  return read.ok ? [] : read.issues.map(({ path, line, message }) => `${line} ${path}: ${message.en}`);
}

test('what was written is read again', () => {
  expect(readDocument(SOURCE)).toEqual({
    ok: true,
    objects: [{ schema: 'a', tables: [{ name: 'x', as: 'y' }, { name: 'z' }] }, { schema: 'b' }],
  });
});

test('where a text stops being JSON', () => {
  expect(syntaxFault('[{"a": 1.5e3, "b": [true, null, "\\u00e9"]}]\n')).toBeNull();
  expect(syntaxFault('[1, 2,]')).toBe(6);
  expect(syntaxFault('[{"a" 1}]')).toBe(6);
  expect(syntaxFault('[1] 2')).toBe(4);
  expect(syntaxFault('')).toBe(0);
  expect(syntaxFault('["\n"]')).toBe(1);
  expect(issues('[\n  {"schema": "a"}\n  {"schema": "b"}\n]')[0]).toMatch(/^3 : This is no JSON/);
});

test('a value is found by its path, and one that is missing by what should hold it', () => {
  const at = (path: readonly PropertyKey[]) => {
    const { from, to } = placeOf(SOURCE, path);
    return SOURCE.slice(from, to);
  };
  expect(at([0, 'tables', 0, 'as'])).toBe('"y"');
  expect(at([1, 'schema'])).toBe('"b"');
  expect(JSON.parse(at([0, 'tables', 1, 'as']))).toEqual({ name: 'z' });
  expect(lineAndColumn(SOURCE, placeOf(SOURCE, [0, 'tables', 1]).from)).toEqual({ line: 9, column: 7 });
});

test('what cannot be used is told by path and line', () => {
  expect(issues('{}')).toEqual(['1 : Must be a list in [ ].']);
  expect(issues('[{"schema": "a",\n "tables": [{"name": 5, "az": "b"}]}]')).toEqual([
    '2 [0].tables[0].name: Must be a text in quotes, and there.',
    '2 [0].tables[0]: Unknown: "az".',
  ]);
  expect(issues('[{"schema": "a", "tables": []}]')).toEqual(['1 [0].tables: Must not be empty. Leave the field out instead.']);
  expect(issues('[{"schema": "a", "operations": ["inserted"]}]')[0]).toMatch(/^1 \[0\]\.operations\[0\]: Must be one of insert, update/);
});

test('what is named twice is refused', () => {
  expect(issues('[{"schema": "a"},\n {"schema": "a", "tables": [{"name": "t"},\n {"name": "t"}]}]')).toEqual([
    '2 [1].schema: a is listed twice.',
    '3 [1].tables[1].name: a.t is listed twice.',
  ]);
});

test('a type that is none is told in both languages, at its place', () => {
  const read = readDocument(documentOf([{ schema: 'a', tables: [{ name: 'x', columns: [{ name: 'c', type: 'varchar(0)' }] }] }]));
  expect(read.ok ? [] : read.issues.map(({ path, message }) => [path, message])).toEqual([
    [
      '[0].tables[0].columns[0].type',
      { en: 'What stands in brackets is not for character varying.', zh: '括号中的内容不适用于类型 character varying。' },
    ],
  ]);
});
