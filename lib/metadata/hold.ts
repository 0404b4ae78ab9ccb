import pg from 'pg';
import { Refused } from '#lib/refused.ts';

/** Any number: whoever holds it runs the tasks of this metadata store. */
const LOCK = 7_204_812;
const RETRY_MS = 2_000;

/** Another process already runs on the metadata store. */
export class StoreInUse extends Refused {
  override readonly name = 'StoreInUse';
}

export interface Hold {
  release(): Promise<void>;
}

/**
 * Makes this process the one that runs the tasks of a metadata store. The lock belongs to a connection, so a killed process
 * never leaves it behind; a lost connection takes it again, and `onLost` is called when somebody else was faster.
 * @param place how the store is called in the refusal: its data folder, or host and database
 * @throws StoreInUse naming the place and the process that has it
 */
export async function holdStore(url: string, place: string, onLost: (error: StoreInUse) => void): Promise<Hold> {
  let released = false;
  let client = await take();
  function watch(): void {
    client.once('end', () => {
      if (!released) void again();
    });
  }
  async function again(): Promise<void> {
    while (!released) {
      try {
        client = await take();
        if (released) await client.end();
        return watch();
      } catch (error) {
        if (error instanceof StoreInUse) return onLost(error);
        await new Promise((settle) => setTimeout(settle, RETRY_MS));
      }
    }
  }
  async function take(): Promise<pg.Client> {
    const taker = new pg.Client({
      connectionString: url,
      application_name: `opendts ${process.pid}`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    taker.on('error', () => {});
    let holder: string;
    try {
      await taker.connect();
      const { rows } = await taker.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCK]);
      if (rows[0]?.held === true) return taker;
      holder = await holderOf(taker);
    } catch (error) {
      // pg leaves the socket open after some failures.
      taker.end().catch(() => {});
      throw error;
    }
    await taker.end();
    throw new StoreInUse(
      `Another OpenDTS (${holder}) already runs on ${place}. End that process, or give this one a data folder of its own with OPENDTS_DATA.`,
    );
  }
  watch();
  return {
    release: async () => {
      released = true;
      await client.end();
    },
  };
}

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = $1 and l.database = (select oid from pg_database where datname = current_database())`,
    [LOCK],
  );
  const pid = /^opendts (\d+)$/.exec(rows[0]?.name ?? '')?.[1];
  return pid === undefined ? 'a process' : `process ${pid}`;
}
