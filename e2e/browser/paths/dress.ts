import { sql, type TestEndpoint, type TestServer, value } from '#e2e/faults/servers.ts';

/**
 * Servers of providers cannot be had here: a real PostgreSQL is dressed in the roles, functions and settings that theirs show. What
 * only their patches allow an ordinary account, each of these says and gives.
 */
const PASSWORD = 'paths';
const POLARDB_VERSION = 'PolarDB V2.0.14.15.30.0';

type Server = Pick<TestServer, 'url' | 'endpoint'>;

/** A database of `owner`, who may log in with what `rights` adds; resolves with how the account is written in a task. */
export async function openDatabase(server: Server, database: string, owner: string, rights = ''): Promise<TestEndpoint> {
  await sql(server.url(), `create role ${owner} login password '${PASSWORD}' ${rights}`, `create database ${database} owner ${owner}`);
  return { ...server.endpoint(database), user: owner, password: PASSWORD };
}

export function urlOf({ host, port, database, user, password }: TestEndpoint): string {
  return `postgresql://${user}:${password}@${host}:${port}/${database}`;
}

/** ApsaraDB RDS keeps the superuser for itself and hands out `pg_rds_superuser`. */
export async function dressAsAlibabaRds(server: Server): Promise<void> {
  if ((await value(server.url(), `select count(*) from pg_roles where rolname = 'pg_rds_superuser'`)) !== '0') return;
  // Names that begin with pg_ are the server's own to give.
  await sql(
    server.url(),
    'set allow_system_table_mods = on',
    'create role rds_later',
    `update pg_authid set rolname = 'pg_rds_superuser' where rolname = 'rds_later'`,
  );
}

/** Amazon RDS: `rdsadmin` is Amazon's own, `rds_superuser` the customer's, and replication is handed out as a role. */
export function dressAsAmazonRds(server: Server): Promise<void> {
  return sql(server.url(), 'create role rdsadmin superuser', 'create role rds_superuser', 'create role rds_replication');
}

/** There a member of `rds_replication` may open a WAL sender; here only the attribute of the account itself counts. */
export function honourRdsReplication(server: Server, account: string): Promise<void> {
  return sql(server.url(), `alter role ${account} replication`);
}

/** PolarDB tells its version by a function of its own; its privileged accounts are members of `polar_superuser`. */
export async function dressAsPolardb(server: Server, database: string): Promise<void> {
  await sql(
    server.url(database),
    `create function pg_catalog.polardb_version() returns text language sql as $$ select '${POLARDB_VERSION}' $$`,
  );
  if ((await value(server.url(), `select count(*) from pg_roles where rolname = 'polar_superuser'`)) === '0')
    await sql(server.url(), 'create role polar_superuser');
}

/** The Oracle-compatible mode is told by settings. Dates have a time of day there, and the account may not change that. */
export async function dressAsPolardbOracle(server: Server, database: string): Promise<void> {
  await dressAsPolardb(server, database);
  await showSettings(server, database, {
    polardb_version: POLARDB_VERSION,
    polar_compatibility_mode: 'ora',
    polar_comp_redwood_date: 'on',
  });
}

/** Settings without a dot a server has only of its own: in this database `current_setting` answers for these, and for none of before. */
export async function showSettings(
  server: Pick<Server, 'url'>,
  database: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const url = server.url(database);
  if ((await value(url, `select count(*) from pg_proc where proname = 'real_setting'`)) === '0')
    await sql(url, 'alter function pg_catalog.current_setting(text, boolean) rename to real_setting');
  const told = Object.entries(settings).map(([name, shown]) => `when '${name}' then '${shown}'`);
  await sql(
    url,
    `create or replace function pg_catalog.current_setting(name text, missing boolean) returns text language sql stable as $$
       select case name ${told.join(' ')} else pg_catalog.real_setting(name, missing) end $$`,
  );
}
