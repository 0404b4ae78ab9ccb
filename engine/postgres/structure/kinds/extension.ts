import { quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { readSpecs } from '../fragments.ts';
import type { KindReader, Server } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly name: string;
  readonly schema: string;
  readonly comment: string | null;
}

/** plpgsql comes with every database. */
const SQL = `select json_build_object('oid', x.oid::text, 'name', x.extname, 'schema', n.nspname,
    'comment', obj_description(x.oid, 'pg_extension')) as spec
  from pg_extension x join pg_namespace n on n.oid = x.extnamespace where x.extname <> 'plpgsql' order by x.extname`;

/** In the version the destination has, as pg_dump does: its library is the destination's. An extension brings its comment along. */
export const extension: KindReader = {
  catalog: 'pg_extension',
  async read(server) {
    const usual = await usualComments(server);
    return (await readSpecs<Spec>(server, SQL)).map(({ oid, name, schema, comment }) => ({
      kind: 'extension',
      oid,
      schema: null,
      name,
      table: null,
      sql: [
        `create extension if not exists ${quote(name)} with schema ${quote(schema)}`,
        ...(usual === null || usual.get(name) === comment ? [] : commentOn(`extension ${quote(name)}`, comment)),
      ],
    }));
  },
};

/** Null where the server cannot say: one control file that it does not understand spoils the whole list. */
async function usualComments({ client }: Server): Promise<ReadonlyMap<string, string | null> | null> {
  const offered = await client
    .query<{ name: string; comment: string | null }>(
      'select name, comment from pg_available_extensions where installed_version is not null',
    )
    .catch(() => null);
  return offered === null ? null : new Map(offered.rows.map(({ name, comment }) => [name, comment]));
}
