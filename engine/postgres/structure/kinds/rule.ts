import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import type { KindReader } from '../kind.ts';
import { enabledWords, type PartSpec, readParts } from '../part.ts';
import { syntaxNeeds } from '../table/syntax.ts';

interface Spec extends PartSpec {
  readonly definition: string;
  readonly enabled: string;
}

/** Rewrite rules; that of a view is the view itself. */
export const rule: KindReader = {
  catalog: 'pg_rewrite',
  async read(server, scope) {
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_rewrite',
      oid: 'r.oid',
      from: 'pg_rewrite r',
      table: 'r.ev_class',
      name: 'r.rulename',
      fields: "'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled",
      where: "r.rulename <> '_RETURN'",
    });
    return specs.map(({ oid, name, table, columns, definition, enabled, comment }) => ({
      kind: 'rule',
      oid,
      schema: table.schema,
      name,
      table,
      columns,
      phase: 'after',
      sql: [
        definition.replace(/;$/, ''),
        ...(enabled === 'O' ? [] : [`alter table ${qualified(table)} ${enabledWords(enabled)} rule ${quote(name)}`]),
        ...commentOn(`rule ${quote(name)} on ${qualified(table)}`, comment),
      ],
      needs: syntaxNeeds(definition),
    }));
  },
};
