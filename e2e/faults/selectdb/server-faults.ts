import { sql } from '../servers.ts';
import { type Fault, lasts } from './fault.ts';
import { ACCOUNT, type Ground } from './ground.ts';
import { complains } from './recovery.ts';
import { SCHEMA } from './tables.ts';

type During = Fault['during'];

const NOTICED_MS = 4_000;
/** With these the task may wait for a person: nothing that it does would help. */
const REFUSED = ['load.denied', 'right.missing', 'connect.password-expired'].flatMap((code) => [code, `table.${code}`]);

/** Something about the cluster is not as it should be until the engine tells of it, or for a while. */
function state(during: During, name: string, set: (ground: Ground, wrong: boolean) => void | Promise<void>): Fault {
  return {
    name,
    during,
    inject: async (ground) => {
      const noticed = complains(ground, NOTICED_MS);
      await set(ground, true);
      // Loads are tried again in place for longer before the task hears of it.
      await noticed;
      return true;
    },
    heal: (ground) => set(ground, false),
    stops: REFUSED,
  };
}

export function clusterDuring(during: During): readonly Fault[] {
  return [
    state(during, 'the cluster is read-only', ({ emulator }, wrong) => {
      emulator.faults.readOnly = wrong;
    }),
    state(during, 'no backend is alive', ({ emulator }, wrong) => {
      for (const backend of emulator.cluster.backends) backend.alive = !wrong;
    }),
    state(during, 'the account has lost Load_priv', ({ client }, wrong) =>
      client.run(wrong ? `REVOKE LOAD_PRIV ON *.*.* FROM '${ACCOUNT}'` : `GRANT LOAD_PRIV ON *.*.* TO '${ACCOUNT}'`),
    ),
    state(during, "the account's password has expired", ({ emulator }, wrong) => {
      const user = emulator.cluster.users.find(ACCOUNT);
      if (user !== null) user.expired = wrong;
    }),
  ];
}

/** A person widens a column at the destination while rows come in. */
export function slowSchemaChange(during: During, column: 'n1' | 'n2'): Fault {
  return {
    name: 'a slow schema change goes on beside the loads',
    during,
    inject: async ({ client, emulator }) => {
      const begun = (await client.outcome(`ALTER TABLE ${SCHEMA}.big MODIFY COLUMN ${column} BIGINT`)) === 'OK';
      await lasts(emulator.faults.schemaChangeMs * 4);
      return begun;
    },
  };
}

/** Commands of the source beside changes, and then something that goes wrong. */
export function columnsChange(name: string, then: Fault): Fault {
  return {
    name: `columns are added and dropped, and ${name}`,
    during: 'changes',
    inject: async (ground) => {
      const column = `c${Date.now().toString(36)}`;
      const table = `${SCHEMA}.shape`;
      const wrong = then.inject(ground);
      await sql(
        ground.url,
        `alter table ${table} add column ${column}_a int default 5`,
        `insert into ${table} select i, 1 from generate_series(50000 + ${ground.random.below(1000)} * 100, 50000 + ${ground.random.below(1000)} * 100 + 5) i on conflict do nothing`,
        `alter table ${table} add column ${column}_b varchar(20)`,
        `update ${table} set ${column}_a = id, ${column}_b = 'b' || id where id % 3 = 0`,
        `alter table ${table} drop column ${column}_a`,
        `update ${table} set ${column}_b = 'c' where id % 5 = 0`,
      ).catch(() => {});
      return wrong;
    },
    ...(then.heal === undefined ? {} : { heal: then.heal }),
    ...(then.stops === undefined ? {} : { stops: then.stops }),
  };
}

/** Paused at a checkpoint, and resumed after changes have come. */
export function pause(during: During): Fault {
  return {
    name: 'the task is paused and resumed',
    during,
    inject: async (ground) => {
      const { code } = await ground.run.terminate();
      await lasts(500);
      if (code !== 0) return false;
      ground.launch();
      return true;
    },
  };
}
