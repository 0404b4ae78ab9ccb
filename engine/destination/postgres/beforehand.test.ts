import { expect, test } from 'vitest';
import { Beforehand } from './beforehand.ts';

const later = () => new Promise((resolve) => setImmediate(resolve));

/** Each does what it does behind the work, as batches that are given one behind the other. */
function passing(work: () => Promise<void>) {
  const passed: string[] = [];
  const beforehand = new Beforehand(work);
  const pass = async (name: string) => {
    await beforehand.done();
    passed.push(name);
  };
  return { beforehand, passed, pass };
}

test('who comes while it is being done does not overtake who came before', async () => {
  let count = 0;
  const { beforehand, passed, pass } = passing(async () => {
    await later();
    count += 1;
  });
  await Promise.all([pass('a'), pass('b'), later().then(() => pass('c'))]);
  expect(passed).toEqual(['a', 'b', 'c']);
  expect(count).toBe(1);
  beforehand.again();
  await Promise.all([pass('d'), pass('e')]);
  expect(passed).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(count).toBe(2);
});

test('who comes after it has failed does not pass by who failed with it', async () => {
  let fails = true;
  const { beforehand, passed, pass } = passing(async () => {
    await later();
    if (fails) throw new Error('cut');
  });
  await expect(pass('a')).rejects.toThrow('cut');
  fails = false;
  await expect(pass('b')).rejects.toThrow('cut');
  beforehand.again();
  await expect(pass('c')).rejects.toThrow('cut');
  expect(passed).toEqual([]);
});
