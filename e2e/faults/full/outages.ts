import type { StopMode } from '#lib/postgres/server.ts';
import type { Fault } from './fault.ts';
import type { Ground } from './ground.ts';
import { complaint } from './knowledge.ts';

const NOTICED_MS = 60_000;

/** Down for longer than the first retry waits, so that one attempt finds nobody there. */
const DOWN_MS = 1_500;

function stopping(side: 'source' | 'destination', mode: StopMode): Fault {
  return {
    name: `the ${side}'s server stops (${mode})`,
    inject: async ({ servers, run }) => {
      const ended = run.ended;
      await servers[side].stop(mode);
      return !ended;
    },
    heal: async ({ servers }) => {
      await new Promise((resolve) => setTimeout(resolve, DOWN_MS));
      await servers[side].start();
    },
  };
}

export const SOURCE_STOPS = stopping('source', 'fast');
export const SOURCE_CRASHES = stopping('source', 'immediate');
export const DESTINATION_STOPS = stopping('destination', 'fast');
export const DESTINATION_CRASHES = stopping('destination', 'immediate');

/** Full until the engine has run into it. */
export const DISK_FULL: Fault = {
  name: "the destination's disk is full",
  missing: ({ disk }) => (disk === null ? 'only root may mount a small disk' : null),
  inject: async (ground) => {
    const from = ground.run.lines.length;
    return ground.disk?.fill() === true && (await notices(ground, from));
  },
  heal: async ({ disk }) => disk?.makeRoom(),
};

/** True once the engine told of something, or gave up. */
async function notices({ run }: Ground, from: number): Promise<boolean> {
  const deadline = Date.now() + NOTICED_MS;
  while (Date.now() < deadline) {
    if (run.ended || run.lines.slice(from).some((line) => complaint(line) !== null)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
