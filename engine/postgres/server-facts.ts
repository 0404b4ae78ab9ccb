import type pg from 'pg';
import type { ErrorScope } from './errors.ts';
import type { Flavour } from './flavour.ts';
import { type Provider, readProvider } from './provider.ts';
import { need, query } from './query.ts';
import { systemId } from './server-identity.ts';
import { slotFailoverMode } from './slot-failover.ts';

/** How a server is set up, whichever side it is on. */
export interface ServerFacts {
  readonly provider: Provider;
  /** The same of two connections when they lead to one server, by whatever address; null where the account may not ask. */
  readonly systemId: string | null;
  /** In the unit of pg_settings (milliseconds, megabytes); one that the version lacks is not among them. */
  readonly settings: ReadonlyMap<SettingName, string>;
  /** Ordinary sessions: how many there are, and how many there may be. */
  readonly connections: { readonly used: number; readonly max: number };
  /** Physical replicas that follow this server. */
  readonly standbys: number;
  /** How a provider's server has them keep copies of logical slots, in its own word; null where it has no setting for it. */
  readonly slotFailover: string | null;
  /** Policies on rows do not hold for the account. */
  readonly bypassesRowSecurity: boolean;
  /** A superuser, or what a provider hands out instead of one: may make event triggers. */
  readonly privileged: boolean;
  /** How the database orders and classifies text, `en_US.utf8`. */
  readonly collate: string;
  readonly ctype: string;
}

const SETTINGS = [
  'wal_sender_timeout',
  'max_slot_wal_keep_size',
  'hot_standby_feedback',
  'sync_replication_slots',
  'synchronized_standby_slots',
] as const;
type SettingName = (typeof SETTINGS)[number];

/** What providers give away of a superuser's rights, event triggers among them. */
const PRIVILEGED_ROLES = ['rds_superuser', 'pg_rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'polar_superuser'];

/** Also of servers that are too old to be read from: the item that tells so asks for these as well. */
export async function readServerFacts(client: pg.ClientBase, scope: ErrorScope, flavour: Pick<Flavour, 'name'>): Promise<ServerFacts> {
  const settings = await query(client, scope, 'select name, setting as value from pg_settings where name = any ($1)', [SETTINGS]);
  const [row] = await query(
    client,
    scope,
    `select r.rolsuper or r.rolbypassrls as bypasses,
       r.rolsuper or exists (select from pg_roles p where p.rolname = any ($1) and pg_has_role(r.oid, p.oid, 'USAGE')) as privileged,
       d.datcollate as collate, d.datctype as ctype, (select count(*) from pg_stat_activity a
         where a.usesysid is not null and coalesce(to_jsonb(a) ->> 'backend_type', 'client backend') = 'client backend') as used,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) as max,
       (select count(*) from pg_stat_replication s where coalesce(s.application_name, '') not like 'opendts %'
         and not exists (select from pg_replication_slots o where o.active_pid = s.pid and o.slot_type = 'logical')) as standbys
     from pg_roles r cross join pg_database d where r.rolname = current_user and d.datname = current_database()`,
    [PRIVILEGED_ROLES],
  );
  if (row === undefined) throw new Error('The connected role is not in pg_roles.');
  return {
    provider: await readProvider(client, scope, flavour),
    systemId: await systemId(client, scope),
    settings: new Map(settings.map(({ name, value }) => [need(name) as SettingName, need(value)])),
    connections: { used: Number(row.used), max: Number(row.max) },
    standbys: Number(row.standbys),
    slotFailover: await slotFailoverMode(client, scope),
    bypassesRowSecurity: row.bypasses === 't',
    privileged: row.privileged === 't',
    collate: need(row.collate),
    ctype: need(row.ctype),
  };
}
