import { ORPHAN, RESET } from './cuts.ts';
import { type Fault, lasts } from './fault.ts';
import type { SideName } from './ground.ts';

type Closed = Parameters<import('../proxy.ts').FaultProxy['door']>[0];

/** All connections break, and new ones come to nothing for some time. */
export function closed(sides: readonly SideName[], door: Exclude<Closed, 'open'>, ms: number): Fault {
  const how = { shut: 'nobody listens', slammed: 'connections break at once', silent: 'nobody answers' }[door];
  return {
    name: `${sides.join(' and ')}: ${how} for ${ms / 1000} s`,
    inject: async (ground) => {
      const links = sides.flatMap((side) => ground[side].proxy.links());
      for (const side of sides) await ground[side].proxy.door(door);
      for (const link of links) link.suffer(RESET);
      await lasts(ms);
      return links.length > 0;
    },
    heal: async (ground) => {
      for (const side of sides) await ground[side].proxy.door('open');
    },
  };
}

/** The network between engine and servers is gone without a word to them, and comes back while they still keep the sessions. */
export const PARTITION: Fault = {
  name: 'the network to both servers is gone for 2 s without their seeing it',
  inject: async ({ source, destination }) => {
    const links = [source, destination].flatMap(({ proxy }) => proxy.links());
    for (const { proxy } of [source, destination]) await proxy.door('shut');
    for (const link of links) link.suffer(ORPHAN);
    await lasts(2_000);
    return links.length > 0;
  },
  heal: async ({ source, destination }) => {
    for (const { proxy } of [source, destination]) await proxy.door('open');
  },
};
