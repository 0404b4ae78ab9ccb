import type { Socket } from 'node:net';
import pg from 'pg';
import { fromHalves, fromLsn } from '#engine/postgres/lsn.ts';
import { Frames } from '#engine/source/postgres/frames.ts';
import { sql, value } from '../../faults/servers.ts';
import type { Stage } from '../stage.ts';
import { PUBLICATION } from './subscription.ts';

/** Between two reads, as the engine has it: read as they come, changes cost the source twice as much. */
const REST_MS = 1;
const KEEPALIVE = 0x6b;

/** A slot whose log comes to nothing. */
export interface DroppedLog {
  /** Seconds until all that was written since the slot was made has been told. */
  read(): Promise<number>;
}

/** How long the source alone takes to tell of a backlog: nobody who applies it can be quicker, for one process tells it. */
export async function keepLog({ source }: Stage, database: string): Promise<DroppedLog> {
  const url = source.url(database);
  const slot = `dropped_${database}`;
  await sql(url, `select pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
  return {
    read: async () => {
      const end = fromLsn((await value(url, 'select pg_current_wal_insert_lsn()')) ?? '');
      const { port, user, password } = source;
      // The option is the driver's own; its types do not have it.
      const config = { host: '127.0.0.1', port, user, password, database, replication: 'database' };
      const client = new pg.Client(config);
      await client.connect();
      const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
      const at = performance.now();
      const told = new Promise<void>((resolve) => {
        const frames = new Frames({
          data: (bytes, from) => {
            if (bytes[from] === KEEPALIVE && fromHalves(bytes.readUInt32BE(from + 1), bytes.readUInt32BE(from + 5)) >= end) resolve();
          },
          rest: () => {},
        });
        stream.removeAllListeners('data');
        stream.on('data', (bytes: Buffer) => {
          frames.push(bytes);
          stream.pause();
          setTimeout(() => stream.resume(), REST_MS);
        });
      });
      client.on('error', () => {});
      client.query(`START_REPLICATION SLOT ${slot} LOGICAL 0/0 (proto_version '1', publication_names '${PUBLICATION}')`).catch(() => {});
      await told;
      const seconds = (performance.now() - at) / 1000;
      stream.destroy();
      await letGo(url, slot);
      return seconds;
    },
  };
}

/** The server may be a moment from noticing that nobody reads any more. */
async function letGo(url: string, slot: string): Promise<void> {
  while ((await value(url, `select count(*) from pg_replication_slots where slot_name = '${slot}' and active`)) !== '0')
    await new Promise((resolve) => setTimeout(resolve, 50));
  await sql(url, `select pg_drop_replication_slot('${slot}')`);
}
