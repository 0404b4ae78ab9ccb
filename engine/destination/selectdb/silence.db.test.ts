import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gate } from '#e2e/faults/selectdb/gate.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { rootOf } from '#e2e/selectdb/reach.ts';
import { openSelectDbSession } from './session.ts';

/** Connections on which nothing comes any more, and nothing tells so. */

const SILENCE_MS = 600;
const SILENT = { code: 'connect.silent', connection: true, retry: 'soon', side: 'destination' };

let emulator: Emulator;
let gate: Gate;

beforeAll(async () => {
  emulator = await startEmulator();
  gate = await Gate.open(emulator.mysqlPort);
});

afterAll(async () => {
  await gate[Symbol.asyncDispose]();
  await emulator[Symbol.asyncDispose]();
});

const endpoint = () => ({ ...rootOf(emulator), port: gate.port });

test('a statement that nobody hears fails by name, those behind it too, and the next session is as good as new', async () => {
  await using session = await openSelectDbSession(endpoint(), SILENCE_MS);
  // Longer than silence is borne, with nothing to be heard.
  await new Promise((resolve) => setTimeout(resolve, SILENCE_MS * 2));
  expect(await session.query('select 1 as one')).toEqual([{ one: '1' }]);
  const lost = gate.trips({ way: 'up', sees: (bytes) => bytes.includes('select 2'), spare: 0, passes: false }, 60_000);
  const asked = [session.query('select 2 as two'), session.query('select 3 as three')];
  const failed = asked.map((each) => expect(each).rejects.toMatchObject(SILENT));
  expect(await lost).toBe(true);
  await gate.door('slammed');
  await Promise.all(failed);
  await expect(session.query('select 4')).rejects.toMatchObject({ code: 'connect.lost' });
  await gate.door('open');
  await using again = await openSelectDbSession(endpoint(), SILENCE_MS);
  expect(await again.query('select 5 as five')).toEqual([{ five: '5' }]);
});

test('an FE that answers others, and cannot tell of a statement, is waited for', async () => {
  await using session = await openSelectDbSession(endpoint(), SILENCE_MS);
  const lost = gate.trips({ way: 'up', sees: (bytes) => bytes.includes('select 6'), spare: 0, passes: false }, 60_000);
  const asked = session.query('select 6 as six').then(
    () => 'answered',
    (error: unknown) => (error as { code: string }).code,
  );
  expect(await lost).toBe(true);
  const whileLater = new Promise<string>((resolve) => setTimeout(() => resolve('waits'), SILENCE_MS * 5));
  expect(await Promise.race([asked, whileLater])).toBe('waits');
  // Nobody answers there any more either.
  await gate.door('slammed');
  expect(await asked).toBe('connect.silent');
  await gate.door('open');
});

test('who has asked something is answered, or told, after the session was closed', async () => {
  const ask = async (sql: string, place = endpoint()) => {
    await using session = await openSelectDbSession(place, SILENCE_MS);
    // Without waiting for it.
    return session.query(sql);
  };
  expect(await ask('select 7 as seven', rootOf(emulator))).toEqual([{ seven: '7' }]);
  const lost = gate.trips({ way: 'up', sees: (bytes) => bytes.includes('select 8'), spare: 0, passes: false }, 60_000);
  const failed = expect(ask('select 8 as eight')).rejects.toMatchObject(SILENT);
  expect(await lost).toBe(true);
  await gate.door('slammed');
  await failed;
  await gate.door('open');
});
