import type pg from 'pg';
import type { ErrorScope } from './errors.ts';
import type { Flavour } from './flavour.ts';
import { query } from './query.ts';

/** Who runs a server: what is a statement on one's own is a page of a console elsewhere. */
export type Provider = 'self' | 'alibaba-rds' | 'polardb' | 'amazon-rds' | 'amazon-aurora' | 'cloud-sql' | 'azure';

/** What the server shows of its provider. */
interface ProviderSigns {
  /** Roles that only providers make, those that are there. */
  readonly roles: ReadonlySet<string>;
  /** It has Aurora's own function. */
  readonly aurora: boolean;
  readonly polardb: boolean;
}

/**
 * Roles that belong to one provider each: each keeps the superuser for itself and hands another role out. `aurora` is the superuser
 * of Alibaba Cloud RDS, and nothing of Amazon Aurora.
 */
const ROLES = ['rdsadmin', 'pg_rds_superuser', 'aurora', 'alicloud_rds_admin', 'cloudsqladmin', 'azure_pg_admin'];

function providerOf({ roles, aurora, polardb }: ProviderSigns): Provider {
  if (polardb) return 'polardb';
  if (aurora) return 'amazon-aurora';
  if (roles.has('rdsadmin')) return 'amazon-rds';
  if (roles.has('pg_rds_superuser') || roles.has('aurora') || roles.has('alicloud_rds_admin')) return 'alibaba-rds';
  if (roles.has('cloudsqladmin')) return 'cloud-sql';
  return roles.has('azure_pg_admin') ? 'azure' : 'self';
}

/** Asks a server who runs it. */
export async function readProvider(client: pg.ClientBase, scope: ErrorScope, flavour: Pick<Flavour, 'name'>): Promise<Provider> {
  const rows = await query(
    client,
    scope,
    `select rolname as role, exists (select from pg_proc where proname = 'aurora_version') as aurora
     from (values (null)) as one left join pg_roles on rolname = any ($1)`,
    [ROLES],
  );
  return providerOf({
    roles: new Set(rows.flatMap(({ role }) => (role === null || role === undefined ? [] : [role]))),
    aurora: rows[0]?.aurora === 't',
    polardb: flavour.name !== 'postgresql',
  });
}
