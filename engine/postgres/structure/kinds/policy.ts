import { TEN } from '../../before-10.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import type { Described, KindReader } from '../kind.ts';
import { type PartSpec, readParts } from '../part.ts';

interface Spec extends PartSpec {
  readonly permissive: boolean;
  readonly command: string;
  /** Empty: PUBLIC. */
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

export const policy: KindReader = {
  catalog: 'pg_policy',
  async read(server, scope) {
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_policy',
      oid: 'p.oid',
      from: 'pg_policy p',
      table: 'p.polrelid',
      name: 'p.polname',
      fields: `'permissive', ${server.version >= TEN ? 'p.polpermissive' : 'true'},
        'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
        'roles', (select coalesce(json_agg(r.rolname order by r.rolname), '[]') from pg_roles r where r.oid = any (p.polroles)),
        'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)`,
    });
    return specs.map(describe);
  },
};

function describe({ oid, name, table, columns, permissive, command, roles, using, check, comment }: Spec): Described {
  const parts = [
    `create policy ${quote(name)} on ${qualified(table)} as ${permissive ? 'permissive' : 'restrictive'} for ${command}`,
    `to ${roles.length === 0 ? 'public' : roles.map(quote).join(', ')}`,
    ...(using === null ? [] : [`using (${using})`]),
    ...(check === null ? [] : [`with check (${check})`]),
  ];
  return {
    kind: 'policy',
    oid,
    schema: table.schema,
    name,
    table,
    columns,
    phase: 'after',
    sql: [parts.join(' '), ...commentOn(`policy ${quote(name)} on ${qualified(table)}`, comment)],
    roles,
  };
}
