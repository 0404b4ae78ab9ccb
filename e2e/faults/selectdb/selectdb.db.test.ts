import { afterAll, expect, test } from 'vitest';
import { endRuns } from '../run-cli.ts';
import { SHORT } from './faults.ts';
import { intoSelectDbThroughFaults } from './selectdb.ts';

afterAll(endRuns);

/** What `npm run test:faults -- selectdb` does, with few faults: that command itself stays sound. */
test('a task into SelectDB through what goes wrong brings every row and every change once', async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const sizes = { big: 12_000, docs: 500, heap: 3_000 };
  const sum = await intoSelectDbThroughFaults({ faults: SHORT, seed, sizes, say: console.log });
  expect(sum).toMatchObject({ survived: sum.injected, differences: 0 });
  expect(sum.injected).toBeGreaterThanOrEqual(SHORT.length - 1);
  expect(sum.rows).toBeGreaterThan(10_000);
}, 1_800_000);
