import { describe, expect, test } from 'vitest';
import { draftConfig } from './config.ts';
import { PARAMETERS, parameterValue, withParameters } from './parameters.ts';

const config = draftConfig.parse({ name: 't', advanced: { retryConnectionMinutes: 720, retryOtherMinutes: 10 } });
const named = (path: string) => {
  const parameter = PARAMETERS.find((each) => each.path === path);
  if (parameter === undefined) throw new Error(`no parameter ${path}`);
  return parameter;
};

describe('parameters', () => {
  test('are read from the schema of the document, with ranges, standards and what a change does', () => {
    expect(named('advanced.retryConnectionMinutes')).toMatchObject({ low: 10, high: 1440, standard: 720, whole: true, change: 'restart' });
    expect(named('full.throttle.megabytesPerSecond')).toMatchObject({ low: 0.1, nullable: true, standard: null, whole: false });
    expect(named('full.streams')).toMatchObject({ low: 1, high: 64, nullable: true, standard: null, change: 'live', step: 'full' });
    expect(named('incremental.walLimit.dropSlot')).toMatchObject({ kind: 'switch', standard: false, change: 'live' });
    expect(named('start.instanceClass')).toMatchObject({ kind: 'select', standard: 'unlimited', change: 'live', step: null });
    expect(named('incremental.spillMegabytes')).toMatchObject({ low: 1, high: null, standard: 20_480 });
    // What would change the meaning of rows that are there is no parameter.
    expect(PARAMETERS.map(({ path }) => path)).not.toContain('incremental.decoder');
    expect(PARAMETERS.every(({ label }) => label.en !== '' && (label.zh !== label.en || /^[a-z.]+$/.test(label.en)))).toBe(true);
  });

  test('a change is put at its place, and says whether the worker begins again', () => {
    const limited = withParameters(config, { 'full.throttle.rowsPerSecond': 5, 'incremental.walLimit.dropSlot': true });
    expect(limited.restart).toBe(false);
    expect(limited.parts.full.throttle).toEqual({ queriesPerSecond: null, rowsPerSecond: 5, megabytesPerSecond: null });
    expect(limited.parts.incremental.walLimit).toEqual({ warnMegabytes: 10_000, pauseMegabytes: null, dropSlot: true });
    expect(parameterValue({ ...config, ...limited.parts }, named('full.throttle.rowsPerSecond'))).toBe(5);
    const free = withParameters({ ...config, ...limited.parts }, { 'full.throttle.rowsPerSecond': null });
    expect(free.parts.full.throttle).toBeNull();
    expect(withParameters(config, { 'advanced.retryOtherMinutes': 20 }).restart).toBe(true);
    expect(withParameters(config, { 'advanced.retryOtherMinutes': 10 }).restart).toBe(false);
    const streams = withParameters({ ...config, full: { ...config.full, streams: 3 } }, { 'full.streams': null });
    expect(streams.parts.full).not.toHaveProperty('streams');
  });

  test('one that is for SelectDB is part of no other document', () => {
    expect(named('selectdb.reservoirMilliseconds')).toMatchObject({
      low: 1_000,
      high: 10_000,
      standard: 5_000,
      nullable: false,
      step: 'incremental',
      change: 'live',
    });
    const into = draftConfig.parse({ name: 't', selectdb: { replicationNum: 3 } });
    const changed = withParameters(into, { 'selectdb.reservoirMilliseconds': 2_000 }, 'selectdb');
    expect(changed).toMatchObject({ restart: false, parts: { selectdb: { replicationNum: 3, reservoirMilliseconds: 2_000 } } });
    expect(() => withParameters(into, { 'selectdb.reservoirMilliseconds': 500 }, 'selectdb')).toThrow('selectdb.reservoirMilliseconds');
    expect(() => withParameters(config, { 'selectdb.reservoirMilliseconds': 2_000 }, 'postgresql')).toThrow('no such parameter');
    expect(withParameters(config, { 'advanced.retryOtherMinutes': 20 }).parts).not.toHaveProperty('selectdb');
  });

  test('what the document would not take is refused by path', () => {
    const refused = (change: Parameters<typeof withParameters>[1], path: string) =>
      expect(() => withParameters(config, change)).toThrow(
        expect.objectContaining({ code: 'parameters.invalid', message: expect.stringContaining(path) }),
      );
    refused({ 'full.streams': 65 }, 'full.streams');
    refused({ 'advanced.retryOtherMinutes': 720 }, 'retryOtherMinutes');
    refused({ 'incremental.spillMegabytes': null }, 'incremental.spillMegabytes');
    refused({ 'incremental.decoder': 'pgoutput' }, 'no such parameter');
    refused({ __proto__: null, 'full.constructor': 1 }, 'full.constructor');
  });
});
