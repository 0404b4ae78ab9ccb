import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from '../../faults/servers.ts';
import type { Program } from '../program.ts';
import { scaled } from '../settings.ts';
import type { Stage } from '../stage.ts';

const CLIENTS = 4;
/** pgbench counts them to know its scale. */
const BRANCHES = scaled(10);
const ACCOUNTS = 100_000;
const TELLERS = 10;

/** As `pgbench -i` makes them: the history has no key. */
export const TPCB_TABLES: readonly string[] = [
  'create table bench.pgbench_branches (bid integer primary key, bbalance integer, filler char(88)) with (fillfactor = 100)',
  'create table bench.pgbench_tellers (tid integer primary key, bid integer, tbalance integer, filler char(84)) with (fillfactor = 100)',
  'create table bench.pgbench_accounts (aid integer primary key, bid integer, abalance integer, filler char(84)) with (fillfactor = 100)',
  'create table bench.pgbench_history (tid integer, bid integer, aid integer, delta integer, mtime timestamp, filler char(22))',
];

/** What `pgbench` would do, for a machine without it. */
export const TPCB_GENERATOR = `create procedure make.tpcb(transactions integer, branches integer) language plpgsql as $$
  declare account integer; teller integer; branch integer; change integer;
  begin for n in 1..transactions loop
    account := 1 + floor(random() * branches * ${ACCOUNTS});
    teller := 1 + floor(random() * branches * ${TELLERS});
    branch := 1 + floor(random() * branches);
    change := floor(random() * 10001) - 5000;
    update bench.pgbench_accounts set abalance = abalance + change where aid = account;
    update bench.pgbench_tellers set tbalance = tbalance + change where tid = teller;
    update bench.pgbench_branches set bbalance = bbalance + change where bid = branch;
    insert into bench.pgbench_history values (teller, branch, account, change, clock_timestamp());
    commit;
  end loop; end $$`;

export function tpcbRows(): readonly (readonly string[])[] {
  return [
    [
      `insert into bench.pgbench_branches select n, 0, '' from generate_series(1, ${BRANCHES}) n`,
      `insert into bench.pgbench_tellers select n, 1 + (n - 1) / ${TELLERS}, 0, '' from generate_series(1, ${BRANCHES * TELLERS}) n`,
      `insert into bench.pgbench_accounts select n, 1 + (n - 1) / ${ACCOUNTS}, 0, '' from generate_series(1, ${BRANCHES * ACCOUNTS}) n`,
    ],
  ];
}

export async function writeTpcb(
  { source, env }: Stage,
  init: { readonly database: string; readonly pgbench: Program | null; readonly transactions: number },
): Promise<void> {
  const { database, pgbench } = init;
  const each = Math.max(1, Math.round(init.transactions / CLIENTS));
  if (pgbench === null) {
    const call = `call make.tpcb(${each}, ${BRANCHES})`;
    const clients = Array.from({ length: CLIENTS }, () => sql(source.url(database), 'set synchronous_commit = off', call));
    await Promise.all(clients);
    return;
  }
  const { port, user } = source;
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', user];
  const how = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-t', String(each)];
  const settings = { PGOPTIONS: '-c search_path=bench -c synchronous_commit=off' };
  await promisify(execFile)(pgbench.path, [...at, ...how, database], { env: { ...process.env, ...env, ...settings } });
}
