import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { selectdbEndpoint } from '../../task/config.ts';
import { Silence } from './silence.ts';

const MINUTE = 60_000;
const SILENT = { code: 'connect.silent', connection: true, retry: 'soon', side: 'destination' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How FE answers when it is asked, one after the other, the last for good; `fail`: nobody answers. */
function listening(...answers: readonly (boolean | null | 'fail')[]) {
  const told = { asked: 0, ended: 0 };
  const silence = new Silence({
    endpoint: selectdbEndpoint.parse({ type: 'selectdb', host: 'there', user: 'u' }),
    silenceMs: MINUTE,
    isAtWork: async () => {
      const answer = answers[Math.min(told.asked, answers.length - 1)];
      told.asked += 1;
      if (answer === 'fail') throw new Error('nobody answers');
      return answer ?? null;
    },
    end: () => {
      told.ended += 1;
    },
  });
  return { silence, told };
}

const never = () => new Promise<never>(() => {});

test.each([false, 'fail'] as const)('all statements fail by name when FE is not at them: %s', async (answer) => {
  const { silence, told } = listening(answer);
  const waiting = [silence.wait(never()), silence.wait(never())].map((each) => expect(each).rejects.toMatchObject(SILENT));
  await vi.advanceTimersByTimeAsync(MINUTE);
  await Promise.all(waiting);
  expect(told).toEqual({ asked: 1, ended: 1 });
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(told).toEqual({ asked: 1, ended: 1 });
});

test('however long FE is at a statement, it is waited for', async () => {
  const { silence, told } = listening(true);
  let answer = (_: string): void => {};
  const asked = silence.wait(
    new Promise<string>((resolve) => {
      answer = resolve;
    }),
  );
  await vi.advanceTimersByTimeAsync(120 * MINUTE);
  expect(told).toEqual({ asked: 120, ended: 0 });
  answer('there');
  expect(await asked).toBe('there');
  expect(vi.getTimerCount()).toBe(0);
});

test('where FE cannot tell, a statement has as long as a query may take', async () => {
  const { silence, told } = listening(null);
  const failed = expect(silence.wait(never())).rejects.toMatchObject(SILENT);
  await vi.advanceTimersByTimeAsync(15 * MINUTE);
  expect(told.ended).toBe(0);
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  await failed;
  expect(told).toEqual({ asked: 20, ended: 1 });
});

test('who hears something has not been silent, and a session of which nothing is asked is left alone', async () => {
  const { silence, told } = listening(false);
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  const first = silence.wait(never());
  first.catch(() => {});
  for (let times = 0; times < 20; times += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE * 0.8);
    silence.heard();
  }
  expect(told).toEqual({ asked: 0, ended: 0 });
});
