import { qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly parser: { readonly schema: string; readonly name: string };
  readonly mappings: readonly { readonly token: string; readonly dictionaries: string }[];
  readonly comment: string | null;
  readonly owner: string;
}

/** Which dictionaries, in which order, look at words of which kind. */
const MAPPINGS = `(select coalesce(json_agg(json_build_object('token', g.alias, 'dictionaries', g.dictionaries) order by g.tokid), '[]')
    from (select tok.tokid, tok.alias, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
      from pg_ts_config_map m join ts_token_type(c.cfgparser) tok on tok.tokid = m.maptokentype
      where m.mapcfg = c.oid group by tok.tokid, tok.alias) g)`;

const SQL = `select json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.cfgname,
    'parser', json_build_object('schema', pn.nspname, 'name', p.prsname), 'mappings', ${MAPPINGS},
    'comment', ${commentSql('pg_ts_config', 'c.oid')}, 'owner', pg_get_userbyid(c.cfgowner)) as spec
  from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
    join pg_ts_parser p on p.oid = c.cfgparser join pg_namespace pn on pn.oid = p.prsnamespace
  where ${userSchema()} and ${notOfExtension('pg_ts_config', 'c.oid')} order by n.nspname, c.cfgname`;

export const textSearchConfiguration: KindReader = {
  catalog: 'pg_ts_config',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map((spec) => {
      const object = `text search configuration ${qualified(spec)}`;
      return {
        kind: 'text-search-configuration',
        oid: spec.oid,
        schema: spec.schema,
        name: spec.name,
        table: null,
        sql: [
          `create ${object} (parser = ${qualified(spec.parser)})`,
          ...spec.mappings.map(({ token, dictionaries }) => `alter ${object} add mapping for ${quote(token)} with ${dictionaries}`),
          ...commentOn(object, spec.comment),
        ],
        ...ownedBy(object, spec.owner),
      };
    });
  },
};
