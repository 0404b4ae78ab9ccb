import { isSameDatabase, type Presence } from '#engine/schema/presence.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { listConnections } from '#lib/connection/connections.ts';
import { engine } from '#lib/engine.ts';
import { openSide, type SideName } from './document.ts';
import { placeOf } from './queries.ts';
import type { Place } from './view.ts';

/** From where to where a task goes. */
interface Way<T> {
  readonly from: T | null;
  readonly to: T | null;
}

/**
 * Of tasks one that goes the other way between the same databases. One database may have many addresses (a name and a number, a bastion,
 * a standby): what the addresses do not tell, the servers do, as far as they answer now.
 */
export async function oppositeAmong<T extends { readonly config: DraftConfig }>(
  config: DraftConfig,
  tasks: readonly T[],
): Promise<T | undefined> {
  const connections = await listConnections();
  const placesOf = ({ source, destination }: DraftConfig): Way<Place> => ({
    from: placeOf(source, connections),
    to: placeOf(destination, connections),
  });
  const own = placesOf(config);
  // Servers are asked only where the names of the databases allow it: of a hundred tasks that run few are asked about.
  const back = tasks.filter((task) => isBack(own, placesOf(task.config), (one, other) => one.database === other.database));
  const written = back.find((task) => isBack(own, placesOf(task.config), (one, other) => addressOf(one) === addressOf(other)));
  if (written !== undefined || back.length === 0) return written;
  const [mine, ...theirs] = await Promise.all([config, ...back.map((task) => task.config)].map(lookedUp));
  return back.find((_, index) => isBack(mine, theirs[index], isSameDatabase));
}

function isBack<T>(one: Way<T> | undefined, other: Way<T> | undefined, isSame: (one: T, other: T) => boolean): boolean {
  const meets = (a: T | null | undefined, b: T | null | undefined) => a != null && b != null && isSame(a, b);
  return meets(one?.from, other?.to) && meets(one?.to, other?.from);
}

function addressOf({ host, port }: Place): string {
  return `${host.toLowerCase()}:${port}`;
}

/** What cannot be asked now is known by its address alone. */
async function lookedUp(config: DraftConfig): Promise<Way<Presence>> {
  const ask = async (side: SideName) => engine().presence(await openSide(config, side), side);
  const [from, to] = await Promise.all([ask('source').catch(() => null), ask('destination').catch(() => null)]);
  return { from, to };
}
