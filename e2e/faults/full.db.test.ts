import { afterAll, expect, test } from 'vitest';
import { SHORT } from './full/faults.ts';
import { loadThroughFaults } from './full/full.ts';
import { endRuns } from './run-cli.ts';

afterAll(endRuns);

/** What `npm run test:faults -- full` does, with few faults and little data: that command itself stays sound. */
test('a load that much goes wrong in brings every row', async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const sum = await loadThroughFaults({ injections: SHORT, megabytes: 30, seed, rounds: 5, drops: false, say: console.log });
  expect(sum).toMatchObject({ survived: sum.injected, differences: 0 });
  // Moments that pass too fast on a quick machine come again in another round, or are left out by name.
  expect(sum.injected).toBeGreaterThanOrEqual(SHORT.length - 2);
  expect(sum.rows).toBeGreaterThan(0);
}, 1_800_000);
