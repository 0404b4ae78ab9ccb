import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { changeThrottle } from '../schema/limits.ts';
import { fullConfig, incrementalConfig, type TaskConfig, taskConfig } from './config.ts';
import { FileTaskStore } from './file-store.ts';
import { limitsOf, withLimits } from './limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-limits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const THROTTLE = { queriesPerSecond: null, rowsPerSecond: 500, megabytesPerSecond: null };
const PLAIN = { ...fullConfig.parse({ largeObjects: true }), throttle: THROTTLE };
const CHANGES = { rowsPerSecond: 500, megabytesPerSecond: null };
const FULL = { ...PLAIN, streams: 3 };
const INCREMENTAL = incrementalConfig.parse({ throttle: CHANGES });
const PARTS = { full: FULL, incremental: INCREMENTAL };

test('a change leaves what it does not name, and can take each limit away', () => {
  expect(withLimits(PARTS, {})).toEqual(PARTS);
  expect(withLimits(PARTS, { throttle: null })).toEqual({ ...PARTS, full: { ...FULL, throttle: null } });
  expect(withLimits(PARTS, { throttle: { ...THROTTLE, rowsPerSecond: 9 } })).toEqual({
    ...PARTS,
    full: { ...FULL, throttle: { ...THROTTLE, rowsPerSecond: 9 } },
  });
  expect(withLimits({ ...PARTS, start: { instanceClass: 'micro' } }, { instanceClass: 'large' })).toEqual({
    ...PARTS,
    start: { instanceClass: 'large' },
  });
  expect(() => withLimits(PARTS, { instanceClass: 'huge' } as never)).toThrow(/instanceClass/);
  expect(withLimits(PARTS, { streams: 8 })).toEqual({ ...PARTS, full: { ...FULL, streams: 8 } });
  expect(withLimits(PARTS, { streams: null })).toStrictEqual({ ...PARTS, full: PLAIN });
  expect(withLimits(PARTS, { incremental: null })).toStrictEqual({ full: FULL, incremental: { ...INCREMENTAL, throttle: null } });
  const faster = { rowsPerSecond: null, megabytesPerSecond: 2.5 };
  expect(withLimits(PARTS, { incremental: faster })).toStrictEqual({ full: FULL, incremental: { ...INCREMENTAL, throttle: faster } });
});

test('how long changes are gathered is told to SelectDB alone', () => {
  const changed = withLimits({ ...PARTS, selectdb: { replicationNum: 3 } }, { reservoirMilliseconds: 2_000 }, 'selectdb');
  expect(changed.selectdb).toEqual({ replicationNum: 3, reservoirMilliseconds: 2_000 });
  expect(limitsOf({ ...changed, start: { instanceClass: 'micro' } }).gatherMs).toBe(2_000);
  expect(limitsOf({ ...PARTS, start: { instanceClass: 'micro' } })).not.toHaveProperty('gatherMs');
  expect(() => withLimits(PARTS, { reservoirMilliseconds: 2_000 }, 'postgresql')).toThrow(/reservoirMilliseconds: only for SelectDB/);
  expect(() => withLimits(PARTS, { reservoirMilliseconds: 500 }, 'selectdb')).toThrow(/reservoirMilliseconds/);
});

test('values that cannot be used are named, all of them', () => {
  const change = {
    throttle: { ...THROTTLE, rowsPerSecond: 0, megabytesPerSecond: 0.01 },
    incremental: { ...CHANGES, rowsPerSecond: -1 },
    streams: 65,
  };
  expect(() => withLimits(PARTS, change)).toThrow(expect.objectContaining({ code: 'limits.invalid' }));
  expect(() => withLimits(PARTS, change)).toThrow(
    /throttle\.rowsPerSecond: .*throttle\.megabytesPerSecond: .*incremental\.rowsPerSecond: .*streams: /,
  );
  expect(() => withLimits(PARTS, { speed: 1 } as never)).toThrow(/speed/);
  expect(() => withLimits(PARTS, { incremental: { ...CHANGES, queriesPerSecond: 1 } } as never)).toThrow(/queriesPerSecond/);
});

test('streams that are not given are those of the instance class', () => {
  expect(limitsOf({ ...PARTS, start: { instanceClass: 'micro' } })).toMatchObject({ throttle: THROTTLE, streams: 3 });
  expect(limitsOf({ ...PARTS, full: PLAIN, start: { instanceClass: 'micro' } }).streams).toBe(1);
});

test('while changes are followed the narrower holds: the limit that was asked for, or the class', () => {
  const holds = (
    rowsPerSecond: number | null,
    instanceClass: TaskConfig['start']['instanceClass'],
    megabytesPerSecond: number | null = null,
  ) =>
    changeThrottle(
      limitsOf({ full: FULL, incremental: { ...INCREMENTAL, throttle: { rowsPerSecond, megabytesPerSecond } }, start: { instanceClass } }),
    );
  expect(holds(500, 'small')).toEqual({ rowsPerSecond: 500, megabytesPerSecond: null });
  expect(holds(50_000, 'small')).toEqual({ rowsPerSecond: 2_000, megabytesPerSecond: null });
  expect(holds(null, 'micro', 3)).toEqual({ rowsPerSecond: 200, megabytesPerSecond: 3 });
  expect(holds(500, 'unlimited')).toEqual({ rowsPerSecond: 500, megabytesPerSecond: null });
  const free = limitsOf({ full: FULL, incremental: { ...INCREMENTAL, throttle: null }, start: { instanceClass: 'unlimited' } });
  expect(changeThrottle(free)).toBeNull();
  expect(limitsOf({ full: FULL, incremental: { ...INCREMENTAL, throttle: null }, start: { instanceClass: '2xlarge' } }).classRows).toBe(
    11_000,
  );
  // Pictures of before know nothing of them.
  expect(changeThrottle({ throttle: null, streams: 2 })).toBeNull();
});

test('the store puts them into the sealed document; one of before has none', async () => {
  const sealing = { seal: (plain: string) => Buffer.from(plain).toString('base64'), open: (sealed: string) => atob(sealed) };
  const store = new FileTaskStore(folder, sealing);
  const side = { type: 'postgresql', host: 'h', database: 'd', user: 'u', password: 'secret' };
  const config = taskConfig.parse({ name: 't', source: side, destination: side, objects: [{ schema: 'public' }] });
  const { full: _, incremental: __, start: ___, ...before } = config;
  await store.create('t', before as typeof config);
  const { config: opened } = await store.load('t');
  expect(limitsOf(opened)).toEqual(limitsOf(config));
  await store.saveLimits('t', withLimits(opened, { throttle: THROTTLE, streams: 2, incremental: CHANGES }));
  expect((await store.load('t')).config).toEqual({
    ...config,
    full: { ...config.full, throttle: THROTTLE, streams: 2 },
    incremental: INCREMENTAL,
  });
  expect(readFileSync(join(folder, 'tasks', 't', 'task.json'), 'utf8')).not.toContain('secret');
});
