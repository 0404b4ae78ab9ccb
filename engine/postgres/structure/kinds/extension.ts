import { quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { readSpecs } from '../fragments.ts';
import type { KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly name: string;
  readonly schema: string;
  /** Where it is not the one the extension brings along. */
  readonly comment: string | null;
}

/** plpgsql comes with every database. */
const SQL = `select json_build_object('oid', x.oid::text, 'name', x.extname, 'schema', n.nspname,
    'comment', nullif(obj_description(x.oid, 'pg_extension'), offered.comment)) as spec
  from pg_extension x join pg_namespace n on n.oid = x.extnamespace left join pg_available_extensions offered on offered.name = x.extname
  where x.extname <> 'plpgsql' order by x.extname`;

/** In the version the destination has, as pg_dump does: its library is the destination's. An extension brings its comment along. */
export const extension: KindReader = {
  catalog: 'pg_extension',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(({ oid, name, schema, comment }) => ({
      kind: 'extension',
      oid,
      schema: null,
      name,
      table: null,
      sql: [
        `create extension if not exists ${quote(name)} with schema ${quote(schema)}`,
        ...commentOn(`extension ${quote(name)}`, comment),
      ],
    }));
  },
};
