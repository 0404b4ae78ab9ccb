import type { StopMode } from '#lib/postgres/server.ts';
import { type Fault, lasts } from './fault.ts';
import type { Ground } from './ground.ts';

type During = Fault['during'];
type Port = keyof Ground['gates'];

/** Until something goes through. */
const PATIENCE_MS = 60_000;

export function sourceStops(during: During, mode: StopMode): Fault {
  return {
    name: `the source stops (${mode}) and starts again`,
    during,
    inject: async ({ source }) => {
      await source.stop(mode);
      return true;
    },
    heal: ({ source }) => source.start(),
  };
}

export function sourceCut(during: During): Fault {
  return {
    name: 'all connections to the source are cut',
    during,
    inject: async ({ proxy }) => {
      const links = proxy.links();
      for (const link of links) link.suffer({ kind: 'reset' });
      return links.length > 0;
    },
  };
}

const NAMES: Readonly<Record<Port, string>> = { mysql: "FE's MySQL port", frontend: "FE's HTTP port", backend: "the backend's HTTP port" };

/** Whatever goes through just then breaks; waits until something does. */
export function cut(during: During, port: Port): Fault {
  return {
    name: `connections to ${NAMES[port]} are cut`,
    during,
    inject: async ({ gates, random }) => {
      const gate = gates[port];
      return (
        (await gate.trips(
          { way: random.of(['up', 'down']), sees: () => true, spare: random.below(3), passes: random.chance(0.5) },
          PATIENCE_MS,
        )) && gate.cut()
      );
    },
  };
}

export function away(during: During, port: Port, door: 'shut' | 'slammed'): Fault {
  return {
    name: `${NAMES[port]} is ${door === 'shut' ? 'closed' : 'closed to whoever comes'} for a while`,
    during,
    inject: async ({ gates, random }) => {
      await gates[port].door(door);
      gates[port].cut();
      await lasts(500 + random.below(2_000));
      return true;
    },
    heal: ({ gates }) => gates[port].door('open'),
  };
}

/** All of SelectDB is gone at once. */
export const ALL_AWAY: Fault = {
  name: 'SelectDB does not answer at any port for a while',
  during: 'changes',
  inject: async ({ gates }) => {
    for (const gate of Object.values(gates)) {
      await gate.door('shut');
      gate.cut();
    }
    await lasts(2_000);
    return true;
  },
  heal: async ({ gates }) => {
    for (const gate of Object.values(gates)) await gate.door('open');
  },
};
