import type { Need } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { type MarkedExtension, markedExtensions, notOfExtension } from '../fragments.ts';
import type { Described, KindReader } from '../kind.ts';
import { enabledWords, type PartSpec, readParts } from '../part.ts';

interface Spec extends PartSpec {
  /** Null where the parent's trigger makes it, and only its state is its own. */
  readonly definition: string | null;
  readonly enabled: string;
  readonly partitioned: boolean;
  readonly row: boolean;
  readonly before: boolean;
  readonly markedExtensions: readonly MarkedExtension[];
}

/**
 * Triggers users made, and where the copy that a partition has of its parent's is in another state than that. The triggers of
 * foreign keys come with these.
 */
export const trigger: KindReader = {
  catalog: 'pg_trigger',
  async read(server, scope) {
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_trigger',
      oid: 't.oid',
      from: `pg_trigger t left join pg_constraint con on con.oid = t.tgconstraint
        left join pg_trigger parent on parent.oid = ${server.version >= 130000 ? 't.tgparentid' : PARENT}`,
      table: 't.tgrelid',
      name: 't.tgname',
      fields: `'definition', case when parent.oid is null then pg_get_triggerdef(t.oid) end, 'enabled', t.tgenabled,
        'partitioned', c.relkind = 'p', 'row', t.tgtype::int & 1 = 1, 'before', t.tgtype::int & 2 = 2,
        'markedExtensions', ${markedExtensions('pg_trigger', 't.oid')}`,
      where: `(con.contype is null or con.contype = 't') and ${notOfExtension('pg_trigger', 't.oid')}
        and case when parent.oid is null then not t.tgisinternal else t.tgenabled <> parent.tgenabled end`,
    });
    return specs.map(describe);
  },
};

/** Before there was tgparentid. */
const PARENT = `(select pd.refobjid from pg_depend pd
  where pd.classid = 'pg_trigger'::regclass and pd.objid = t.oid and pd.refclassid = 'pg_trigger'::regclass)`;

function describe(spec: Spec): Described {
  const { oid, name, table, columns, definition, enabled } = spec;
  const state = `alter table ${qualified(table)} ${enabledWords(enabled)} trigger ${quote(name)}`;
  const on = `${quote(name)} on ${qualified(table)}`;
  return {
    kind: 'trigger',
    oid,
    schema: table.schema,
    name,
    table,
    columns,
    phase: 'after',
    sql: [
      ...(definition === null ? [] : [definition]),
      ...(definition === null || enabled !== 'O' ? [state] : []),
      ...spec.markedExtensions.map((extension) => `alter trigger ${on} depends on extension ${quote(extension.name)}`),
      ...commentOn(`trigger ${on}`, spec.comment),
    ],
    needs: needs(spec),
  };
}

function needs({ partitioned, row, before }: Spec): readonly Need[] {
  if (!partitioned || !row) return [];
  const what = text('a row trigger of a partitioned table', '分区表的行级触发器');
  return [before ? { version: 130000, what } : { version: 110000, what }];
}
