import { connected, sql } from '../servers.ts';
import { becomes, type Fault, lasts } from './fault.ts';
import { ACCOUNT, PASSWORD, type SideName } from './ground.ts';
import { complains } from './recovery.ts';

const NOTICED_MS = 60_000;
const ENDS = `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${ACCOUNT}'`;

/** Statements of an administrator that keep the engine out, or from writing, and those that let it again. */
function administered(init: {
  readonly name: string;
  readonly sides: readonly SideName[];
  readonly done: (database: string) => readonly string[];
  readonly undone: (database: string) => readonly string[];
  readonly ms: number;
}): Fault {
  const { name, sides, ms } = init;
  return {
    name: `${sides.join(' and ')}: ${name} for ${ms / 1000} s`,
    inject: async (ground) => {
      const from = ground.run.lines.length;
      for (const side of sides) await sql(ground[side].server.url(), ...init.done(ground.name));
      const noticed = await complains(ground.run, from, NOTICED_MS);
      await lasts(ms);
      return noticed;
    },
    heal: async (ground) => {
      for (const side of sides) await sql(ground[side].server.url(), ...init.undone(ground.name));
    },
  };
}

export const passwordChanges = (sides: readonly SideName[], ms: number): Fault =>
  administered({
    name: 'the account has another password',
    sides,
    done: () => [`alter role ${ACCOUNT} password 'another one'`, ENDS],
    undone: () => [`alter role ${ACCOUNT} password '${PASSWORD}'`],
    ms,
  });

export const accountLocked = (side: SideName, ms: number): Fault =>
  administered({
    name: 'the account may not log in',
    sides: [side],
    done: () => [`alter role ${ACCOUNT} nologin`, ENDS],
    undone: () => [`alter role ${ACCOUNT} login`],
    ms,
  });

export const databaseClosed = (side: SideName, ms: number): Fault =>
  administered({
    name: 'the database accepts no connections',
    sides: [side],
    done: (database) => [`alter database ${database} allow_connections false`, ENDS],
    undone: (database) => [`alter database ${database} allow_connections true`],
    ms,
  });

export const readOnlyDatabase = (ms: number): Fault =>
  administered({
    name: 'the database is read-only, its sessions were ended',
    sides: ['destination'],
    done: (database) => [`alter database ${database} set default_transaction_read_only = on`, ENDS],
    undone: (database) => [`alter database ${database} reset default_transaction_read_only`],
    ms,
  });

/** Its sessions go on, and may only read from their next transaction on. */
export const readOnlyServer = (ms: number): Fault =>
  administered({
    name: 'the server is read-only',
    sides: ['destination'],
    done: () => ['alter system set default_transaction_read_only = on', 'select pg_reload_conf()'],
    undone: () => ['alter system reset default_transaction_read_only', 'select pg_reload_conf()'],
    ms,
  });

/** The server ends sessions of the engine, or what they are just doing. */
function signalled(init: {
  readonly name: string;
  readonly side: SideName;
  readonly by: 'terminate' | 'cancel';
  readonly which: string;
}): Fault {
  const { name, side, by, which } = init;
  const statement = `select count(pg_${by}_backend(pid)) as n from pg_stat_activity where usename = '${ACCOUNT}' and ${which}`;
  return {
    name: `${side}: ${name}`,
    inject: async (ground) => {
      const from = ground.run.lines.length;
      // One that comes too late for the statement it was meant for cancels nothing.
      return becomes(async () => {
        const hit = ((await ground[side].probe.number(statement)) ?? 0) > 0;
        return hit && (by === 'terminate' || (await complains(ground.run, from, 300)));
      }, NOTICED_MS);
    },
  };
}

export const WALSENDER_ENDS = signalled({
  name: 'the walsender ends',
  side: 'source',
  by: 'terminate',
  which: "backend_type = 'walsender'",
});
export const WALSENDER_CANCELLED = signalled({
  name: 'the walsender is cancelled',
  side: 'source',
  by: 'cancel',
  which: "backend_type = 'walsender'",
});
export const CONTROL_ENDS = signalled({
  name: 'the control session ends',
  side: 'source',
  by: 'terminate',
  which: "application_name = 'opendts control'",
});
export const SOURCE_ENDS = signalled({ name: 'all sessions of the engine end', side: 'source', by: 'terminate', which: 'true' });
export const APPLY_ENDS = signalled({ name: 'the apply session ends', side: 'destination', by: 'terminate', which: 'true' });
export const APPLY_ENDS_WRITING = signalled({
  name: 'the apply session ends inside a transaction',
  side: 'destination',
  by: 'terminate',
  which: 'xact_start is not null',
});
export const APPLY_CANCELLED = signalled({
  name: 'a statement of the apply session is cancelled',
  side: 'destination',
  by: 'cancel',
  which: "state = 'active'",
});

/** Somebody else's transaction keeps the engine's from going on. */
export const LOCKED: Fault = {
  name: 'destination: tables are locked by somebody else for 4 s',
  inject: async (ground) => {
    await using client = await connected(ground.destination.url);
    await client.query('begin');
    await client.query('lock table live.ledger, live.accounts, live.bulk in access exclusive mode');
    await lasts(4_000);
    await client.query('rollback');
    return true;
  },
};
