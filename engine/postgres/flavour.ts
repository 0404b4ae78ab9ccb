import type pg from 'pg';
import type { PostgresEndpoint } from '../task/config.ts';
import { type Text, text } from '../text.ts';
import type { ErrorScope } from './errors.ts';
import { query } from './query.ts';

/** What people call the kinds of database. */
export const FLAVOUR_NAMES: Readonly<Record<PostgresEndpoint['type'], Text>> = {
  postgresql: text('PostgreSQL', 'PostgreSQL'),
  'polardb-postgresql': text('PolarDB for PostgreSQL', 'PolarDB PostgreSQL 版'),
  'polardb-oracle': text('PolarDB for PostgreSQL (Compatible with Oracle)', 'PolarDB PostgreSQL 版（兼容 Oracle）'),
};

/** Which database of the PostgreSQL family a server is, and in what it differs from PostgreSQL for this session. */
export interface Flavour {
  readonly name: PostgresEndpoint['type'];
  /** As the server says it itself (`PolarDB V2.0.14.15.30.0`); null for PostgreSQL, whose version is a number of its own. */
  readonly version: string | null;
  /** A column made as DATE becomes TIMESTAMP(0). */
  readonly dateHasTime: boolean;
  /** An empty string is stored as NULL. */
  readonly emptyIsNull: boolean;
  /** As `emptyIsNull`, for sessions that do not ask for anything else: those of the applications. */
  readonly emptyIsNullElsewhere: boolean;
}

/** What the server answered; null where it does not know the question. */
export interface FlavourAnswers {
  readonly banner: string;
  readonly polardbVersion: string | null;
  readonly polardbFunction: boolean;
  readonly mode: string | null;
  readonly redwoodDate: string | null;
  readonly emptyIsNull: boolean;
  readonly emptyIsNullElsewhere: boolean;
}

/**
 * Settings of the Oracle-compatible mode that change what is stored or how a statement ends. Turned off, a session treats values
 * as PostgreSQL does. The first names are those of PolarDB; the engine it grew from calls them `edb_…`.
 */
const ORACLE_WAYS: readonly string[] = [
  'polar_comp_redwood_date',
  'edb_redwood_date',
  'polar_empty_string_is_null_enable',
  'polar_comp_redwood_strings',
  'edb_redwood_strings',
  'polar_comp_redwood_greatest_least',
  'edb_redwood_greatest_least',
  'polar_enable_nls_date_format',
  'polar_comp_stmt_level_tx',
  'edb_stmt_level_tx',
];

/** Turns off, for this session, what the account may; a server that has none of it is left as it is. */
export async function keepPostgresWays(client: pg.ClientBase, scope: ErrorScope): Promise<void> {
  const rows = await query(
    client,
    scope,
    `select name from pg_settings where name = any ($1) and setting <> 'off' and context in ('user', 'superuser')`,
    [ORACLE_WAYS],
  );
  // One that is refused is told by the flavour that is read afterwards.
  for (const { name } of rows) await client.query('select set_config($1, $2, false)', [name, 'off']).catch(() => {});
}

/** Asks a server what it is. */
export async function readFlavour(client: pg.ClientBase, scope: ErrorScope): Promise<Flavour> {
  const [row] = await query(
    client,
    scope,
    `select version() as banner, current_setting('polardb_version', true) as polardb_version,
       exists (select from pg_proc where proname = 'polardb_version') as polardb_function,
       current_setting('polar_compatibility_mode', true) as mode,
       coalesce(current_setting('polar_comp_redwood_date', true), current_setting('edb_redwood_date', true)) as redwood_date,
       '' is null or coalesce(current_setting('polar_empty_string_is_null_enable', true), 'off') = 'on' as empty_is_null,
       '' is null or coalesce((select reset_val from pg_settings where name = 'polar_empty_string_is_null_enable'), 'off') = 'on' as elsewhere`,
  );
  return flavourOf({
    banner: row?.banner ?? '',
    polardbVersion: row?.polardb_version ?? null,
    polardbFunction: row?.polardb_function === 't',
    mode: row?.mode ?? null,
    redwoodDate: row?.redwood_date ?? null,
    emptyIsNull: row?.empty_is_null === 't',
    emptyIsNullElsewhere: row?.elsewhere === 't',
  });
}

/**
 * PolarDB names itself in `version()` (`PostgreSQL 14.15 (PolarDB 14.15.30.0 build …)`), in the setting and in the function
 * `polardb_version`. Whether it is in the Oracle-compatible mode, `polar_compatibility_mode` says (`pg`, `ora`); version 1.0 is
 * older than that setting and known by its settings of that mode.
 */
export function flavourOf(answers: FlavourAnswers): Flavour {
  const { banner, polardbVersion, polardbFunction, mode, redwoodDate, emptyIsNull, emptyIsNullElsewhere } = answers;
  const named = /\(\s*(polardb[^()]*)\)/i.exec(banner)?.[1]?.trim() ?? null;
  const polardb = polardbVersion !== null || polardbFunction || mode !== null || named !== null;
  if (!polardb) return { name: 'postgresql', version: null, dateHasTime: false, emptyIsNull, emptyIsNullElsewhere };
  const oracle = mode === null ? redwoodDate !== null || /oracle/i.test(banner) : mode.toLowerCase().startsWith('ora');
  return {
    name: oracle ? 'polardb-oracle' : 'polardb-postgresql',
    version: polardbVersion ?? named?.replace(/ build .*/i, '') ?? 'PolarDB',
    dateHasTime: oracle && redwoodDate !== 'off',
    emptyIsNull: oracle && emptyIsNull,
    emptyIsNullElsewhere: oracle && emptyIsNullElsewhere,
  };
}

/** Type of a new column: what the server would make of DATE is said outright, so that the plan tells the truth. */
export function flavourType(type: string, { dateHasTime }: Pick<Flavour, 'dateHasTime'>): string {
  return dateHasTime ? type.replace(/^date(?=$|\[)/, 'timestamp(0) without time zone') : type;
}
