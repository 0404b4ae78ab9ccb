import { describe, expect, test } from 'vitest';
import { scalarType } from '../catalog/data-type.ts';
import { membersOf, toJson } from './json-text.ts';
import { toDate, toDateTime } from './moment.ts';
import { cast } from './value.ts';

const settings = { zone: 0, softLimit: 1024 };
const type = (word: string, ...numbers: readonly number[]) => scalarType(word, numbers, { decimal256: false }) ?? { name: 'INT' as const };
const made = (text: string, word: string, ...numbers: readonly number[]) => {
  const casting = cast(text, type(word, ...numbers), settings);
  return 'value' in casting ? casting.value : casting;
};

describe('casts', () => {
  test('decimals: scale is rounded, digits before it must fit', () => {
    expect(made('1.005', 'DECIMAL', 5, 2)).toBe('1.01');
    expect(made('-1.005', 'DECIMAL', 5, 2)).toBe('-1.01');
    expect(made('-0.001', 'DECIMAL', 5, 2)).toBe('0.00');
    expect(made('1e2', 'DECIMAL', 5, 2)).toBe('100.00');
    expect(made('999.995', 'DECIMAL', 5, 2)).toEqual({ bad: 'out of range' });
    expect(made('NaN', 'DECIMAL', 5, 2)).toEqual({ bad: 'value' });
  });

  test('integers', () => {
    expect(made('-128', 'TINYINT')).toBe('-128');
    expect(made('128', 'TINYINT')).toEqual({ bad: 'value' });
    expect(made('170141183460469231731687303715884105728', 'LARGEINT')).toEqual({ bad: 'value' });
    expect(made('', 'INT')).toEqual({ bad: 'value' });
  });

  test('floats keep NaN and the infinities', () => {
    expect(['nan', 'inf', '-Infinity', '1e-310'].map((text) => made(text, 'DOUBLE'))).toEqual(['NaN', 'Infinity', '-Infinity', '1e-310']);
    expect(made('0.1', 'FLOAT')).toBe('0.1');
    expect(made('16777217', 'FLOAT')).toBe('16777216');
  });

  test('texts are measured in bytes', () => {
    expect(made('😀', 'VARCHAR', 4)).toBe('😀');
    expect(made('😀', 'VARCHAR', 3)).toEqual({ bad: 'too long' });
    expect(made('x'.repeat(1025), 'STRING')).toEqual({ bad: 'too long' });
  });

  test('dates and times', () => {
    expect(toDate('2024-02-29', 0)).toBe('2024-02-29');
    expect(toDate('2023-02-29', 0)).toBeNull();
    expect(toDate('0044-03-15 BC', 0)).toBeNull();
    expect(toDateTime('0000-01-01 00:00:00', 0, 0)).toBe('0000-01-01 00:00:00');
    expect(toDateTime('9999-12-31 23:59:59.9999999', 6, 0)).toBeNull();
    expect(toDateTime('2024-01-01T00:00:00.6Z', 0, 8 * 3600)).toBe('2024-01-01 08:00:01');
    expect(toDateTime('2024-01-01 00:00:00+05:30', 0, 0)).toBe('2023-12-31 18:30:00');
    expect(['infinity', '-infinity', '10000-01-01', ''].map((text) => toDateTime(text, 6, 0))).toEqual([null, null, null, null]);
  });

  test('JSON: spaces go, integers stay exact, other numbers become doubles', () => {
    expect(toJson(' { "b" : 1, "a" : [ 1.10 , 12345678901234567890, 1e2 ] } ')).toBe('{"b":1,"a":[1.1,12345678901234567890,100]}');
    expect(toJson(`{"${'k'.repeat(256)}":1}`)).toBeNull();
    expect(toJson('{"a":}')).toBeNull();
    expect(toJson(`"${'\\n'.repeat(5_000_000)}"`)).toHaveLength(10_000_002);
  });

  test('members of an object: strings unescaped, all else raw', () => {
    expect(membersOf('{"a":"x\\\\\\"", "b" : {"c":[1,{}]}, "d":null,"e":1.10}')).toEqual([
      { key: 'a', value: 'x\\"', quoted: true },
      { key: 'b', value: '{"c":[1,{}]}', quoted: false },
      { key: 'd', value: null, quoted: false },
      { key: 'e', value: '1.10', quoted: false },
    ]);
    expect(membersOf('[]')).toEqual([]);
    expect(membersOf('1')).toBeNull();
  });
});
