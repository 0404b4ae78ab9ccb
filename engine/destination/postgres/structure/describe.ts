import type pg from 'pg';
import { need, query } from '../../../postgres/query.ts';
import { readTables } from '../../../postgres/structure/catalog.ts';
import { readObjects, readVersion } from '../../../postgres/structure/read.ts';
import { tableStatements } from '../../../postgres/structure/table/statements.ts';
import { type TableId, type TableName, tableId } from '../../../schema/table.ts';
import type { DestinationCatalog } from '../../destination.ts';

const SCOPE = { side: 'destination' } as const;

/** What the destination has and offers. Parts of its tables are their own business: none is read. */
export async function describeDestination(client: pg.ClientBase): Promise<DestinationCatalog> {
  const extensions = await query(
    client,
    SCOPE,
    'select name, coalesce(installed_version, default_version) as version from pg_available_extensions',
  );
  const version = await readVersion(client, SCOPE);
  // From version 16 on a member may lack the right to act for its role.
  const roles = await query(client, SCOPE, 'select rolname as name, pg_has_role(oid, $1) as mine from pg_roles', [
    version >= 160_000 ? 'SET' : 'MEMBER',
  ]);
  return {
    version,
    extensions: new Map(extensions.map(({ name, version }) => [need(name), version ?? ''])),
    roles: new Set(roles.map(({ name }) => need(name))),
    ownerRoles: new Set(roles.filter(({ mine }) => mine === 't').map(({ name }) => need(name))),
    objects: await readObjects(client, 'destination', { tables: [] }),
  };
}

/** The DDL that would make tables of the destination as they are. */
export async function readTableDdl(client: pg.ClientBase, tables: readonly TableName[]): Promise<ReadonlyMap<TableId, string>> {
  if (tables.length === 0) return new Map();
  const version = await readVersion(client, SCOPE);
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  const scope = schemas.map((name) => ({ name, tables: tables.filter(({ schema }) => schema === name).map((table) => table.name) }));
  const specs = await readTables(client, { schemas: scope });
  return new Map(
    specs.map((spec) => {
      const columns = new Set(spec.columns.map(({ name }) => name));
      return [
        tableId(spec),
        tableStatements(spec, { columns, version })
          .make.map((sql) => `${sql};`)
          .join('\n'),
      ];
    }),
  );
}
