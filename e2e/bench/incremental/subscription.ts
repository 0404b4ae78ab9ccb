import { sql, value } from '../../faults/servers.ts';
import { readCost } from '../cost.ts';
import { address, type Stage } from '../stage.ts';
import type { Follower, Following } from './follower.ts';

const POLL_MS = 50;
export const PUBLICATION = 'peer';

export interface SubscriptionInit {
  /** Database of the source. */
  readonly from: string;
  /** Tables before there are rows in them: a subscription makes none. */
  readonly make: readonly string[];
  readonly binary: boolean;
}

/** Once a database of the source, before the first subscription to it. */
export async function publish({ source }: Stage, from: string): Promise<void> {
  await sql(source.url(from), `create publication ${PUBLICATION} for tables in schema bench`);
}

/** `CREATE SUBSCRIPTION` as the server does it by itself: `synchronous_commit = off`, no streaming. Copied and then disabled. */
export async function subscribe(stage: Stage, { from, make, binary }: SubscriptionInit): Promise<Follower> {
  const { source, destination } = stage;
  const name = `${from}_${binary ? 'binary' : 'text'}`;
  const url = destination.url(name);
  await sql(destination.url(), `create database ${name}`);
  await sql(url, ...make);
  const connection = `${address(source, from)} password=${source.password}`;
  await sql(url, `create subscription ${name} connection '${connection}' publication ${PUBLICATION} with (binary = ${binary})`);
  await until(
    async () => Number(await value(url, "select count(*) from pg_subscription_rel where srsubstate <> 'r'")) === 0,
    () => check(url, name),
  );
  const stop = async () => {
    await sql(url, `alter subscription ${name} disable`);
    const idle = `select count(*) from pg_replication_slots where slot_name = '${name}' and active`;
    await until(async () => Number(await value(source.url(), idle)) === 0);
  };
  await stop();
  return {
    name: `CREATE SUBSCRIPTION, binary = ${binary}`,
    database: name,
    start: async (): Promise<Following> => {
      const read = () => readCost(stage, () => 0);
      const askedAt = Date.now();
      const begun = { ...read(), at: askedAt };
      await sql(url, `alter subscription ${name} enable`);
      return { askedAt, begun, read, peakMemory: () => null, check: () => check(url, name), stop };
    },
    release: async () => {
      await sql(url, `drop subscription ${name}`);
      await sql(destination.url(), `drop database ${name} with (force)`);
    },
  };
}

/** A worker that fails is started again by the server, to fail again. */
async function check(url: string, name: string): Promise<void> {
  const errors = `select apply_error_count + sync_error_count from pg_stat_subscription_stats where subname = '${name}'`;
  if (Number(await value(url, errors)) > 0) throw new Error(`subscription ${name} fails: the destination's server.log says why`);
}

async function until(holds: () => Promise<boolean>, check: () => Promise<void> = async () => {}): Promise<void> {
  while (!(await holds())) {
    await check();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
