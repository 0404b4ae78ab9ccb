import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fullConfig, taskConfig } from './config.ts';
import { FileTaskStore } from './file-store.ts';
import { limitsOf, withLimits } from './limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-limits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const THROTTLE = { queriesPerSecond: null, rowsPerSecond: 500, megabytesPerSecond: null };
const PLAIN = { ...fullConfig.parse({ largeObjects: true }), throttle: THROTTLE };
const FULL = { ...PLAIN, streams: 3 };

test('a change leaves what it does not name, and can take each limit away', () => {
  expect(withLimits(FULL, {})).toEqual(FULL);
  expect(withLimits(FULL, { throttle: null })).toEqual({ ...FULL, throttle: null });
  expect(withLimits(FULL, { throttle: { ...THROTTLE, rowsPerSecond: 9 } })).toEqual({
    ...FULL,
    throttle: { ...THROTTLE, rowsPerSecond: 9 },
  });
  expect(withLimits(FULL, { streams: 8 })).toEqual({ ...FULL, streams: 8 });
  expect(withLimits(FULL, { streams: null })).toStrictEqual(PLAIN);
});

test('values that cannot be used are named, all of them', () => {
  const change = { throttle: { ...THROTTLE, rowsPerSecond: 0, megabytesPerSecond: 0.01 }, streams: 65 };
  expect(() => withLimits(FULL, change)).toThrow(expect.objectContaining({ code: 'limits.invalid' }));
  expect(() => withLimits(FULL, change)).toThrow(/throttle\.rowsPerSecond: .*throttle\.megabytesPerSecond: .*streams: /);
  expect(() => withLimits(FULL, { speed: 1 } as never)).toThrow(/speed/);
});

test('streams that are not given are those of the instance class', () => {
  expect(limitsOf({ full: FULL, start: { instanceClass: 'micro' } })).toEqual({ throttle: THROTTLE, streams: 3 });
  expect(limitsOf({ full: PLAIN, start: { instanceClass: 'micro' } }).streams).toBe(1);
});

test('the store puts them into the sealed document; one of before has none', async () => {
  const sealing = { seal: (plain: string) => Buffer.from(plain).toString('base64'), open: (sealed: string) => atob(sealed) };
  const store = new FileTaskStore(folder, sealing);
  const side = { type: 'postgresql', host: 'h', database: 'd', user: 'u', password: 'secret' };
  const config = taskConfig.parse({ name: 't', source: side, destination: side, objects: [{ schema: 'public' }] });
  const { full: _, start: __, ...before } = config;
  await store.create('t', before as typeof config);
  const { config: opened } = await store.load('t');
  expect(limitsOf(opened)).toEqual(limitsOf(config));
  await store.saveFull('t', withLimits(opened.full, { throttle: THROTTLE, streams: 2 }));
  expect((await store.load('t')).config).toEqual({ ...config, full: { ...config.full, throttle: THROTTLE, streams: 2 } });
  expect(readFileSync(join(folder, 'tasks', 't', 'task.json'), 'utf8')).not.toContain('secret');
});
