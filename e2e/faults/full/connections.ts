import type { Fault } from './fault.ts';
import type { Ground } from './ground.ts';

const ENGINE = "application_name like 'opendts%' and application_name <> 'opendts-compare' and datname = current_database()";

export const KILL: Fault = {
  name: 'the engine is killed',
  inject: (ground) => ground.run.kill(),
};

/** Ends sessions of the engine from the server's side. */
function ending(name: string, init: { readonly side: 'source' | 'destination'; readonly which: string; readonly all?: boolean }): Fault {
  const limit = init.all === true ? '' : 'limit 1';
  const inject = async (ground: Ground) => {
    // Any of those that fit may be the one, chosen by the server's own order.
    const chosen = `select pid from pg_stat_activity where ${ENGINE} and ${init.which} order by (state = 'active') desc, pid ${limit}`;
    const ended = await ground[init.side].number(`select count(pg_terminate_backend(pid)) as n from (${chosen}) engine`);
    return (ended ?? 0) > 0;
  };
  return { name, inject };
}

export const SOURCE_ONE = ending('one connection to the source ends', { side: 'source', which: "backend_type = 'client backend'" });
export const SOURCE_ALL = ending('all connections to the source end', { side: 'source', which: 'true', all: true });
export const DESTINATION_ONE = ending('one connection to the destination ends', { side: 'destination', which: 'true' });
export const DESTINATION_ALL = ending('all connections to the destination end', { side: 'destination', which: 'true', all: true });
export const WALSENDER = ending('the walsender ends', { side: 'source', which: "backend_type = 'walsender'" });

/** Whoever keeps the view without reading just now, else whoever reads under it; the one that lent it, where it still is there. */
export const VIEW_LOST: Fault = {
  name: 'the view of the source is lost',
  inject: async (ground) => {
    const ended = await ground.source.number(
      `select count(pg_terminate_backend(pid)) as n from pg_stat_activity
       where ${ENGINE} and application_name in ('opendts snapshot', 'opendts read') and (state <> 'idle' or backend_type = 'walsender')`,
    );
    return (ended ?? 0) > 0;
  },
};
