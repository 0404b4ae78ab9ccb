import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';

// Each starts a program: on a machine that is busy otherwise that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'opendts-line-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function opendts(...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['engine/opendts.mjs', ...args], {
    encoding: 'utf8',
    env: { ...process.env, OPENDTS_DATA: join(folder, 'data') },
  });
  return { code: status, text: `${stdout}${stderr}` };
}

const nowhere = { type: 'postgresql', host: '127.0.0.1', port: 1, database: 'd', user: 'u', password: 'p' };
const document = (edits: object = {}): string => {
  const file = join(folder, 'task.json');
  writeFileSync(file, JSON.stringify({ name: 'orders', source: nowhere, destination: nowhere, objects: [{ schema: 'public' }], ...edits }));
  return file;
};

describe('a command line that cannot be understood ends with 2 and says what is wrong', () => {
  test.each([
    [['frobnicate'], 'There is no command frobnicate'],
    [['constructor'], 'There is no command constructor'],
    [['run'], 'needs a task document'],
    [['run', 'a', 'b'], 'Too many arguments: b'],
    [['ls', 'orders'], 'Too many arguments: orders'],
    [['ls', '--until', 'finished'], 'opendts ls takes no --until'],
    [['precheck', 'a', '--data', 'x'], 'opendts precheck takes no --data'],
    [['run', 'a', '--until', 'later'], 'not later'],
    [['run', 'a', '--colour'], '--colour'],
    [['run', '/no/such/file'], 'there is no such file'],
  ])('%j', (args, expected) => {
    const { code, text } = opendts(...args);
    expect([code, text]).toEqual([2, expect.stringContaining(expected)]);
    expect(text).not.toMatch(/^\s+at /m);
  });
});

test('waiting for the end of what has none is refused, with what to do', () => {
  const { code, text } = opendts('run', document(), '--until', 'finished');
  expect([code, text]).toEqual([2, expect.stringMatching(/never finishes[\s\S]*--until caught-up/)]);
});

test('a precheck leaves nothing behind, not even a data folder', () => {
  expect(opendts('precheck', document())).toMatchObject({ code: 1, text: expect.stringContaining('CHECK_CONN_SRC') });
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('a data folder that cannot be one is told without a stack', () => {
  writeFileSync(join(folder, 'file'), '');
  const { code, text } = opendts('ls', '--data', join(folder, 'file'));
  expect(code).toBe(1);
  expect(text).toContain(join(folder, 'file'));
  expect(text).not.toMatch(/^\s+at /m);
});

test('a task that is not there is named', () => {
  expect(opendts('release', 'nothing')).toMatchObject({ code: 1, text: expect.stringContaining('There is no task nothing') });
});
