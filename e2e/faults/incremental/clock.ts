import { type Fault, lasts } from './fault.ts';
import type { Ground } from './ground.ts';
import { complains } from './recovery.ts';

const HOUR_MS = 3_600_000;
const NOTICED_MS = 60_000;
/** Longer than anything waits in a run, and shorter than the smallest jump. */
const BELIEVED_MS = HOUR_MS / 2;
const BETWEEN_MS = 700;

const named = (hours: number) => `${Math.abs(hours)} h ${hours > 0 ? 'forwards' : 'backwards'}`;

/** The engine's clock, which is set while it works; it stays as it is then. */
export function clockJumps(...hours: readonly number[]): Fault {
  return {
    name: `the engine's clock is set ${hours.map(named).join(', then ')}`,
    inject: async (ground) => {
      for (const each of hours) {
        await ground.setClock(each * HOUR_MS);
        await lasts(BETWEEN_MS);
      }
      return true;
    },
  };
}

/** It waits just then for a server, for so long and no longer: not by that clock. */
export function clockJumpsWaiting(hours: number): Fault {
  return {
    name: `the engine's clock is set ${named(hours)} while it waits for the destination`,
    inject: async (ground) => {
      const from = ground.run.lines.length;
      await ground.destination.server.stop('immediate');
      const noticed = await complains(ground.run, from, NOTICED_MS);
      await ground.setClock(hours * HOUR_MS);
      // Another attempt fails.
      await complains(ground.run, ground.run.lines.length, NOTICED_MS);
      return noticed;
    },
    heal: ({ destination }) => destination.server.start(),
  };
}

/** How long changes wait is told by the source's clock, which is right: none has ever waited for less than nothing, or for hours. */
export function wrongLags({ runs }: Ground): readonly string[] {
  const told = runs.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'applied' ? [line.lagMs] : [])));
  return told.filter((lagMs) => !(lagMs >= 0 && lagMs < BELIEVED_MS)).map((lagMs) => `a lag of ${lagMs} ms is told`);
}
