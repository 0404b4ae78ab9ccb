import { qualified, quote } from '../../quote.ts';
import type { KindReader } from '../kind.ts';
import { type PartSpec, readParts } from '../part.ts';
import { callsUserFunction } from '../table/apart.ts';

interface Spec extends PartSpec {
  readonly expression: string;
}

/** Defaults that call a function users made; the others are written with their table or view. */
export const columnDefault: KindReader = {
  catalog: 'pg_attrdef',
  async read(server, scope) {
    const generated = server.version >= 120000 ? "a.attgenerated <> ''" : 'false';
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_attrdef',
      oid: 'd.oid',
      from: 'pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum',
      table: 'd.adrelid',
      name: 'a.attname',
      columns: 'json_build_array(a.attname)',
      fields: "'expression', pg_get_expr(d.adbin, d.adrelid)",
      where: `c.relkind in ('r', 'p') and not (${generated}) and ${callsUserFunction('pg_attrdef', 'd.oid')}`,
    });
    return specs.map(({ oid, name, table, columns, expression }) => ({
      kind: 'default',
      oid,
      schema: table.schema,
      name,
      table,
      columns,
      sql: [`alter table only ${qualified(table)} alter column ${quote(name)} set default ${expression}`],
    }));
  },
};
