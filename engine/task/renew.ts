import type { TaskConfig } from './config.ts';

/** What may be another from one attempt to the next: where the databases are reached, and with what. */
export type Endpoints = Pick<TaskConfig, 'source' | 'destination'>;

/**
 * Puts what an endpoint says now in place of what it said: whoever opens sessions holds the same object, also streams that were begun
 * before a password was changed, and has the new one with the next session. The kind of database stays: a run is made for it.
 */
export function renew(held: Endpoints, now: Endpoints): void {
  replace(held.source, now.source);
  replace(held.destination, now.destination);
}

function replace<E extends Endpoints[keyof Endpoints]>(held: E, now: E): void {
  if (held.type !== now.type) return;
  for (const name of Object.keys(held) as (keyof E)[]) if (!(name in now)) delete held[name];
  Object.assign(held, now);
}
