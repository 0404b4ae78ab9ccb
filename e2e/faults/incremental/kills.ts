import { COMMITS, lackOf, ORPHAN, type Point, STALL } from './cuts.ts';
import { type Fault, lasts } from './fault.ts';
import type { Ground } from './ground.ts';
import { complains } from './recovery.ts';

const PATIENCE_MS = 30_000;

export const KILL: Fault = {
  name: 'the engine is killed',
  inject: (ground) => ground.run.kill(),
};

/** The message is held back when it has gone by so far, and the engine killed before it can hear more. */
export function killAt(point: Point, part: 0 | 0.5 | 1): Fault {
  const { line, way, message, name } = point;
  const where = part === 0 ? 'before' : part === 1 ? 'after' : 'in the middle of';
  return {
    name: `the engine is killed ${where} ${name}`,
    missing: lackOf(point),
    inject: async (ground) => {
      const trip = { link: line.link, way, message, spare: ground.random.below(4), part, harm: STALL };
      return (await ground[line.side].proxy.trips(trip, PATIENCE_MS)) && ground.run.kill();
    },
  };
}

/** What it started is still with the servers when the next engine comes. */
export const MACHINE_LOST: Fault = {
  name: "the engine's machine is lost, and the servers do not see it",
  inject: async (ground) => {
    breakUnseen(ground);
    return ground.run.kill();
  },
};

/** With a transaction whose COMMIT the server has and the engine does not know of. */
export const MACHINE_LOST_COMMITTING: Fault = {
  name: "the engine's machine is lost while it commits, and the servers do not see it",
  inject: async (ground) => {
    const trip = { link: COMMITS.line.link, way: COMMITS.way, message: COMMITS.message, spare: 0, part: 1, harm: ORPHAN };
    const hit = await ground.destination.proxy.trips(trip, PATIENCE_MS);
    breakUnseen(ground);
    return (await ground.run.kill()) && hit;
  },
};

function breakUnseen({ source, destination }: Ground): void {
  for (const { proxy } of [source, destination]) for (const link of proxy.links()) link.suffer(ORPHAN);
}

/** Killed while it tries again. */
export const KILL_WAITING: Fault = {
  name: 'the engine is killed while it waits for the destination',
  inject: async (ground) => {
    const from = ground.run.lines.length;
    await ground.destination.server.stop('immediate');
    const noticed = await complains(ground.run, from, PATIENCE_MS);
    await lasts(ground.random.below(1_500));
    return (await ground.run.kill()) && noticed;
  },
  heal: ({ destination }) => destination.server.start(),
};
