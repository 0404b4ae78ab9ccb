import { qualified } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly template: { readonly schema: string; readonly name: string };
  /** Already SQL: `language = 'english'`. */
  readonly options: string | null;
  readonly comment: string | null;
  readonly owner: string;
}

const SQL = `select json_build_object('oid', d.oid::text, 'schema', n.nspname, 'name', d.dictname,
    'template', json_build_object('schema', tn.nspname, 'name', t.tmplname), 'options', d.dictinitoption,
    'comment', ${commentSql('pg_ts_dict', 'd.oid')}, 'owner', pg_get_userbyid(d.dictowner)) as spec
  from pg_ts_dict d join pg_namespace n on n.oid = d.dictnamespace
    join pg_ts_template t on t.oid = d.dicttemplate join pg_namespace tn on tn.oid = t.tmplnamespace
  where ${userSchema()} and ${notOfExtension('pg_ts_dict', 'd.oid')} order by n.nspname, d.dictname`;

export const textSearchDictionary: KindReader = {
  catalog: 'pg_ts_dict',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map((spec) => {
      const object = `text search dictionary ${qualified(spec)}`;
      const options = [`template = ${qualified(spec.template)}`, ...(spec.options === null ? [] : [spec.options])];
      return {
        kind: 'text-search-dictionary',
        oid: spec.oid,
        schema: spec.schema,
        name: spec.name,
        table: null,
        sql: [`create ${object} (${options.join(', ')})`, ...commentOn(object, spec.comment)],
        ...ownedBy(object, spec.owner),
      };
    });
  },
};
