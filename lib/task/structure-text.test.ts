import { describe, expect, test } from 'vitest';
import { text } from '#engine/text.ts';
import type { StatementItem } from './structure-page.ts';
import { ended, structureAsSql } from './structure-text.ts';

const item = (init: Pick<StatementItem, 'index' | 'phase' | 'object' | 'sql'> & Partial<StatementItem>): StatementItem => ({
  id: init.object,
  kind: 'table',
  part: 'make',
  state: 'waiting',
  ...init,
});

const script = (statements: readonly StatementItem[]) =>
  [
    ...structureAsSql(
      {
        task: 'orders\ndrop table x;',
        source: 'u@a:5432/app',
        destination: 'u@b:5432/app',
        origin: 'preview',
        readAt: 0,
        statements,
        leftOut: [
          {
            reason: 'unsupported',
            id: 'c',
            kind: 'cast',
            object: 'text as money',
            cause: text('It needs\na C function', 'x'),
            fix: text('', ''),
          },
        ],
      },
      'en',
    ),
  ].join('');

describe('a structure as a script', () => {
  const written = script([
    item({ index: 0, phase: 'before', object: 's.a', sql: 'create table s.a ()' }),
    item({ index: 1, phase: 'before', object: 's.a', sql: 'alter table s.a owner to x;', part: 'owner' }),
    item({ index: 2, phase: 'after', object: 's.a: fk', kind: 'foreign-key', sql: 'alter table s.a add …', state: 'failed' }),
  ]);

  test('has every statement once, ended, under its phase', () => {
    const code = written.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    expect(code).toEqual(['create table s.a ();', 'alter table s.a owner to x;', 'alter table s.a add …;']);
    const order = [
      '-- Before the data',
      'create table',
      '-- 2 TABLE s.a (owner)',
      '-- After the data',
      '-- 3 FOREIGN KEY s.a: fk [failed]',
    ];
    expect(order.map((each) => written.indexOf(each))).toEqual(order.map((each) => written.indexOf(each)).toSorted((a, b) => a - b));
    expect(order.every((each) => written.includes(each))).toBe(true);
  });

  test('keeps what is not SQL in comments, whatever names hold', () => {
    expect(written).toContain('-- OpenDTS: structure of orders drop table x;\n');
    expect(written).toContain('-- CAST text as money: It needs a C function\n');
  });

  test('comes in pieces when it is long', () => {
    const statements = Array.from({ length: 3_000 }, (_, index) =>
      item({ index, phase: 'before', object: `s.t${index}`, sql: 'x'.repeat(100) }),
    );
    const init = { task: '', source: '', destination: '', origin: 'plan', readAt: 0, statements, leftOut: [] } as const;
    const pieces = [...structureAsSql(init, 'zh')];
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('').match(/^x{100};$/gm)).toHaveLength(3_000);
  });
});

test('a statement ends once, and never inside of a comment', () => {
  expect(ended('select 1')).toBe('select 1;');
  expect(ended('select 1;\n')).toBe('select 1;');
  expect(ended('select 1 -- one;')).toBe('select 1 -- one;\n;');
});
