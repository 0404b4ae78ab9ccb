import { expect, test } from 'vitest';
import { keyType, selectDbType } from './types.ts';

const plain = (type: string) => selectDbType({ type, binary: type }).type;

test('the types of the mapping that DTS publishes', () => {
  const wanted = {
    smallint: 'SMALLINT',
    integer: 'INT',
    bigint: 'BIGINT',
    'numeric(10,2)': 'DECIMAL(10,2)',
    real: 'DOUBLE',
    'double precision': 'DOUBLE',
    money: 'STRING',
    'character(5)': 'VARCHAR(20)',
    'character varying(5)': 'VARCHAR(20)',
    'character varying(16383)': 'VARCHAR(65532)',
    'character varying(16384)': 'STRING',
    'character varying': 'VARCHAR(65533)',
    text: 'STRING',
    bytea: 'STRING',
    'timestamp without time zone': 'DATETIMEV2(6)',
    'timestamp(3) without time zone': 'DATETIMEV2(3)',
    'timestamp(0) with time zone': 'DATETIMEV2(0)',
    'timestamp with time zone': 'DATETIMEV2(6)',
    date: 'DATEV2',
    'time without time zone': 'VARCHAR(50)',
    'time(3) with time zone': 'VARCHAR(50)',
    interval: 'STRING',
    'interval day to second(3)': 'STRING',
    boolean: 'BOOLEAN',
    point: 'STRING',
    circle: 'STRING',
    cidr: 'STRING',
    inet: 'STRING',
    macaddr8: 'STRING',
    tsvector: 'STRING',
    xml: 'STRING',
    json: 'JSON',
  };
  expect(Object.fromEntries(Object.keys(wanted).map((type) => [type, plain(type)]))).toEqual(wanted);
});

test('the types it leaves out, each with what becomes of its values', () => {
  const of = (type: string, binary: string | null) => selectDbType({ type, binary });
  expect(of('uuid', 'uuid')).toEqual({ type: 'VARCHAR(36)', loss: null });
  expect(of('jsonb', 'jsonb')).toEqual({ type: 'JSON', loss: 'json' });
  expect(of('numeric', 'numeric')).toEqual({ type: 'STRING', loss: 'number-as-text' });
  expect(of('numeric(39,2)', 'numeric')).toEqual({ type: 'STRING', loss: 'number-as-text' });
  expect(of('integer[]', 'integer[]')).toEqual({ type: 'STRING', loss: 'array-as-text' });
  expect(of('app.mood[]', null)).toEqual({ type: 'STRING', loss: 'array-as-text' });
  expect(of('int4range', 'int4range')).toEqual({ type: 'STRING', loss: 'range-as-text' });
  expect(of('datemultirange', 'datemultirange')).toEqual({ type: 'STRING', loss: 'range-as-text' });
  expect(of('app.mood', 'enum')).toEqual({ type: 'VARCHAR(255)', loss: 'label-order' });
  expect(of('public.hstore', null)).toEqual({ type: 'STRING', loss: 'value-as-text' });
  expect(of('app.pair', null)).toEqual({ type: 'STRING', loss: 'value-as-text' });
  expect(of('bit(8)', 'bit')).toEqual({ type: 'VARCHAR(8)', loss: null });
  expect(of('bit varying', 'bit varying')).toEqual({ type: 'STRING', loss: null });
});

test('numbers of PostgreSQL that DECIMAL cannot write down as they are get the digits they may have', () => {
  expect(plain('numeric(38,38)')).toBe('DECIMAL(38,38)');
  expect(plain('numeric(5,0)')).toBe('DECIMAL(5,0)');
  expect(plain('numeric(5,-2)')).toBe('DECIMAL(7,0)');
  expect(plain('numeric(3,5)')).toBe('DECIMAL(5,5)');
  expect(plain('numeric(30,-10)')).toBe('STRING');
});

test('a domain is what it is made of', () => {
  expect(selectDbType({ type: 'app.positive', binary: 'integer' })).toEqual({ type: 'INT', loss: null });
  expect(selectDbType({ type: 'app.code', binary: 'character varying' })).toEqual({ type: 'VARCHAR(65533)', loss: null });
  expect(selectDbType({ type: 'app.span', binary: 'interval with infinity' })).toEqual({ type: 'STRING', loss: null });
  expect(selectDbType({ type: 'app.amount', binary: 'numeric' })).toEqual({ type: 'STRING', loss: 'number-as-text' });
});

test('key columns: text of any length gets one, floating point is no key', () => {
  expect(keyType('STRING')).toBe('VARCHAR(65533)');
  expect(keyType('JSON')).toBe('VARCHAR(65533)');
  expect(keyType('DECIMAL(10,2)')).toBe('DECIMAL(10,2)');
  expect(keyType('DOUBLE')).toBeNull();
});
