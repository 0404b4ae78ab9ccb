import type pg from 'pg';
import { TEN } from '../../postgres/before-10.ts';
import { readFlavour } from '../../postgres/flavour.ts';
import { need, query } from '../../postgres/query.ts';
import { REPLICATION_ROLES } from '../../postgres/replication-right.ts';
import { readReservedWords } from '../../postgres/reserved-words.ts';
import { readServerFacts } from '../../postgres/server-facts.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { SourceFacts } from '../source.ts';
import { DDL_CAPTURE } from './ddl/capture.ts';
import { isOfOtherTool } from './helpers.ts';
import { refuseOlder } from './oldest.ts';

const SCOPE = { side: 'source' } as const;

/** Expression: may make the table that stands for a publication. */
const MAY_LIST = `coalesce((select has_schema_privilege(n.oid, 'CREATE') from pg_namespace n where n.nspname = 'public'), false)`;

/** Everything the precheck asks of a source. `slot`: the task's own, not counted as used by others. */
export async function readSourceFacts(client: pg.ClientBase, slot: string): Promise<SourceFacts> {
  const [server] = await query(client, SCOPE, `select current_setting('server_version') as version`);
  const version = await readVersion(client, SCOPE);
  refuseOlder(version, need(server?.version));
  const [row] = await query(
    client,
    SCOPE,
    `select current_setting('server_version') as version_text, current_database() as database,
       current_user as "user", current_setting('server_encoding') as encoding, r.rolsuper as superuser,
       r.rolsuper or r.rolreplication or exists (select from pg_roles p where p.rolname = any ($2) and pg_has_role(r.oid, p.oid, 'USAGE')) as replication,
       ${version >= TEN ? "has_database_privilege(current_database(), 'CREATE')" : MAY_LIST} as can_publish, pg_is_in_recovery() as standby,
       current_setting('wal_level') as wal_level, current_setting('max_replication_slots') as max_slots,
       (select count(*) from pg_replication_slots where slot_name <> $1) as used_slots,
       (select count(*) from pg_replication_slots where slot_name = $1) as own_slots,
       current_setting('max_wal_senders') as max_senders,
       (select count(*) from pg_stat_replication p where p.application_name not like 'opendts %') as used_senders
     from pg_roles r where r.rolname = current_user`,
    [slot, REPLICATION_ROLES],
  );
  if (row === undefined) throw new Error('The connected role is not in pg_roles.');
  const yes = (name: string) => row[name] === 't';
  const flavour = await readFlavour(client, SCOPE);
  return {
    version,
    versionText: need(row.version_text),
    database: need(row.database),
    user: need(row.user),
    encoding: need(row.encoding),
    superuser: yes('superuser'),
    replication: yes('replication'),
    canPublish: yes('can_publish'),
    standby: yes('standby'),
    walLevel: need(row.wal_level),
    slots: { used: Number(row.used_slots), max: Number(row.max_slots) },
    senders: { used: Number(row.used_senders), max: Number(row.max_senders) },
    ownSlot: row.own_slots !== '0',
    flavour,
    server: await readServerFacts(client, SCOPE, flavour),
    extensions: await readExtensions(client),
    reservedWords: await readReservedWords(client, SCOPE),
    largeObjects: await countLargeObjects(client),
    namesakes: await readNamesakes(client),
  };
}

async function readNamesakes(client: pg.ClientBase): Promise<SourceFacts['namesakes']> {
  const [row] = await query(
    client,
    SCOPE,
    `select ${DDL_CAPTURE.made.map((each, index) => `${isOfOtherTool(each)} as "${index}"`).join(', ')}`,
  );
  return DDL_CAPTURE.made.flatMap(({ table }, index) => (row?.[index] === 't' ? [table] : []));
}

async function readExtensions(client: pg.ClientBase): Promise<ReadonlyMap<string, string>> {
  const rows = await query(client, SCOPE, 'select extname as name, extversion as version from pg_extension');
  return new Map(rows.map(({ name, version }) => [need(name), need(version)]));
}

/** Everyone may see that they are there; what is in one takes its owner, a superuser, or SELECT on it. */
async function countLargeObjects(client: pg.ClientBase): Promise<SourceFacts['largeObjects']> {
  const [row] = await query(
    client,
    SCOPE,
    `select count(*) as count, count(*) filter (where not r.rolsuper and not pg_has_role(o.lomowner, 'USAGE')
         and not coalesce((select bool_or(a.privilege_type = 'SELECT' and (a.grantee = 0 or pg_has_role(a.grantee, 'USAGE')))
           from aclexplode(o.lomacl) a), false)) as unreadable
     from pg_largeobject_metadata o cross join pg_roles r where r.rolname = current_user`,
  );
  return { count: Number(row?.count ?? 0), unreadable: Number(row?.unreadable ?? 0) };
}
