import type { StopMode } from '#lib/postgres/server.ts';
import { type Fault, lasts } from './fault.ts';
import type { SideName } from './ground.ts';
import { complains } from './recovery.ts';

const NOTICED_MS = 60_000;

/** Servers stop and are started again after some time. */
export function stops(sides: readonly SideName[], mode: StopMode, downMs: number): Fault {
  return {
    name: `${sides.join(' and ')}: the server stops (${mode}) for ${downMs / 1000} s`,
    inject: async (ground) => {
      await Promise.all(sides.map((side) => ground[side].server.stop(mode)));
      await lasts(downMs);
      return true;
    },
    heal: async (ground) => {
      for (const side of sides) await ground[side].server.start();
    },
  };
}

/** The engine has just come back when it happens once more. */
export function stopsTwice(side: SideName): Fault {
  return {
    name: `${side}: the server crashes, and again as soon as it is back`,
    inject: async (ground) => {
      await ground[side].server.stop('immediate');
      await ground[side].server.start();
      await lasts(ground.random.below(2_500));
      await ground[side].server.stop('immediate');
      return true;
    },
    heal: (ground) => ground[side].server.start(),
  };
}

/** Full until the engine has run into it. */
export const DISK_FULL: Fault = {
  name: "the destination's disk is full",
  missing: ({ disk }) => (disk === null ? 'only root may mount a small disk' : null),
  inject: async ({ disk, run }) => {
    const from = run.lines.length;
    return disk?.fill() === true && (await complains(run, from, NOTICED_MS));
  },
  heal: async ({ disk }) => disk?.makeRoom(),
};
