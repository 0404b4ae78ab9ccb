import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { RESET } from './cuts.ts';
import { becomes, type Fault, lasts } from './fault.ts';
import type { Ground } from './ground.ts';
import { complains } from './recovery.ts';

const HELD_MS = 4_000;
const PATIENCE_MS = 10_000;

/** Somebody else follows the log by the task's slot, with its publication, and confirms nothing. */
export const SLOT_HELD: Fault = {
  name: 'somebody else holds the slot for some seconds',
  inject: async (ground) => {
    const { proxy, probe } = ground.source;
    const [slot] = (await probe.rows<{ name: string }>(SLOT)) ?? [];
    if (slot === undefined) return false;
    await proxy.door('shut');
    for (const link of proxy.links()) link.suffer(RESET);
    const free = async () => (await probe.number(`${ACTIVE} and not active`)) === 1;
    const holder = (await becomes(free, PATIENCE_MS)) ? await hold(ground, slot.name) : null;
    await proxy.door('open');
    if (holder === null) return false;
    const noticed = await complains(ground.run, ground.run.lines.length, PATIENCE_MS);
    await lasts(HELD_MS);
    await holder.end();
    return noticed;
  },
  heal: ({ source }) => source.proxy.door('open'),
};

const SLOT = 'select slot_name as name from pg_replication_slots where database = current_database()';
const ACTIVE = 'select count(*) as n from pg_replication_slots where database = current_database()';

async function hold(ground: Ground, slot: string): Promise<pg.Client> {
  const config = { connectionString: ground.source.url, replication: 'database' };
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  const { connection } = client as unknown as { readonly connection: EventEmitter };
  const started = new Promise((resolve) => connection.once('replicationStart', resolve));
  const ended = client.query(`START_REPLICATION SLOT "${slot}" LOGICAL 0/0 (proto_version '1', publication_names '"${slot}"')`);
  ended.catch(() => {});
  await Promise.race([started, ended]);
  return client;
}
