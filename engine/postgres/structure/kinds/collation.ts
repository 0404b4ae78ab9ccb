import type { Need } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { TEN } from '../../before-10.ts';
import { literal, qualified } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly provider: 'c' | 'i' | 'b';
  readonly collate: string | null;
  readonly ctype: string | null;
  /** Of the providers that know one locale only. */
  readonly locale: string | null;
  readonly deterministic: boolean;
  readonly rules: string | null;
  readonly comment: string | null;
  readonly owner: string;
}

function sql(version: number): string {
  const locale = version >= 170000 ? 'c.colllocale' : version >= 150000 ? 'c.colliculocale' : 'c.collcollate';
  return `select json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.collname, 'provider', ${version >= TEN ? 'c.collprovider' : "'c'"},
      'collate', c.collcollate, 'ctype', c.collctype, 'locale', ${locale},
      'deterministic', ${version >= 120000 ? 'c.collisdeterministic' : 'true'}, 'rules', ${version >= 160000 ? 'c.collicurules' : 'null::text'},
      'comment', ${commentSql('pg_collation', 'c.oid')}, 'owner', pg_get_userbyid(c.collowner)) as spec
    from pg_collation c join pg_namespace n on n.oid = c.collnamespace
    where ${userSchema()} and ${notOfExtension('pg_collation', 'c.oid')} order by n.nspname, c.collname`;
}

export const collation: KindReader = {
  catalog: 'pg_collation',
  async read(server) {
    return (await readSpecs<Spec>(server, sql(server.version))).map(describe);
  },
};

const PROVIDERS = { c: 'libc', i: 'icu', b: 'builtin' } as const;

function describe(spec: Spec): Described {
  const object = `collation ${qualified(spec)}`;
  const options = [
    `provider = ${PROVIDERS[spec.provider]}`,
    ...localeOptions(spec),
    ...(spec.deterministic ? [] : ['deterministic = false']),
    ...(spec.rules === null ? [] : [`rules = ${literal(spec.rules)}`]),
  ];
  return {
    kind: 'collation',
    oid: spec.oid,
    schema: spec.schema,
    name: spec.name,
    table: null,
    sql: [`create ${object} (${options.join(', ')})`, ...commentOn(object, spec.comment)],
    needs: needs(spec),
    ...ownedBy(object, spec.owner),
  };
}

function localeOptions({ provider, collate, ctype, locale }: Spec): readonly string[] {
  if (provider !== 'c') return [`locale = ${literal(locale ?? '')}`];
  if (collate === ctype) return [`locale = ${literal(collate ?? '')}`];
  return [`lc_collate = ${literal(collate ?? '')}`, `lc_ctype = ${literal(ctype ?? '')}`];
}

function needs({ provider, deterministic, rules, locale }: Spec): readonly Need[] {
  const all: readonly (Need | false)[] = [
    !deterministic && { version: 120000, what: text('a nondeterministic collation', '非确定性排序规则') },
    rules !== null && { version: 160000, what: text('a collation with rules of its own', '带自定义规则的排序规则') },
    provider === 'b' && {
      version: locale === 'PG_UNICODE_FAST' ? 180000 : 170000,
      what: text(`the built-in locale ${locale ?? ''}`, `内置区域设置 ${locale ?? ''}`),
    },
  ];
  return all.filter((one) => one !== false);
}
