import { afterAll, expect, test } from 'vitest';
import { SHORT } from './incremental/faults.ts';
import { followThroughFaults } from './incremental/incremental.ts';
import { endRuns } from './run-cli.ts';
import { SOURCES } from './versions.ts';

afterAll(endRuns);

/** What `npm run test:faults -- incremental` does, with few faults: that command itself stays sound. */
test.each(SOURCES)(
  'a task that follows PostgreSQL %i through what goes wrong brings every change once',
  async (sourceMajor) => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    const sum = await followThroughFaults({ faults: SHORT, seed, sourceMajor, say: console.log });
    expect(sum).toMatchObject({ survived: sum.injected, differences: 0 });
    expect(sum.injected).toBeGreaterThanOrEqual(SHORT.length - 1);
    expect(sum.rows).toBeGreaterThan(0);
  },
  1_800_000,
);
