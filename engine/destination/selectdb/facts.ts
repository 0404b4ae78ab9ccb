import type { SelectDbEndpoint } from '../../task/config.ts';
import type { SelectDbFacts } from '../facts.ts';
import { grantsOf } from './grants.ts';
import { httpFault } from './http-health.ts';
import { MARKS_TABLE } from './marks.ts';
import type { SelectDbSession } from './session.ts';
import { schemeOfBackends } from './stream-load/request.ts';

/** Beyond it the server calls a table by no name, unless FE was configured otherwise. */
const TABLE_NAME_LENGTH = 64;

const MEBIBYTE = 1024 * 1024;
const LATER_LIMIT = 40_000;

/** Everything the precheck asks of SelectDB. `databases`: those it is asked about. */
export async function readSelectDbFacts(
  session: SelectDbSession,
  endpoint: SelectDbEndpoint,
  databases: readonly string[],
): Promise<SelectDbFacts> {
  const banner = await bannerOf(session);
  const version = versionOf(banner);
  const grants = await session.query('show grants');
  const there = new Set(await databasesOf(session));
  return {
    family: 'selectdb',
    versionText: banner,
    version,
    cloud: /\(Cloud Mode\)/i.test(banner),
    user: grants[0]?.UserIdentity ?? endpoint.user,
    backends: await backendsOf(session),
    unicodeNames: isOn(await variable(session, 'enable_unicode_name_support')),
    foldsNames: ((await variable(session, 'lower_case_table_names')) ?? '0') !== '0',
    tableNameLimit: TABLE_NAME_LENGTH,
    textLimit: (version ?? 0) >= LATER_LIMIT ? 10 * MEBIBYTE : MEBIBYTE,
    grants: grantsOf(grants),
    databases: new Set(databases.filter((name) => there.has(name))),
    http: await httpFault(endpoint),
    backendScheme: endpoint.https === true ? await schemeOfBackends(endpoint, MARKS_TABLE) : null,
  };
}

/** What the server calls itself; `version()` is that of the MySQL it speaks like. */
async function bannerOf(session: SelectDbSession): Promise<string> {
  const [row] = await session.query('select @@version_comment');
  return Object.values(row ?? {})[0] ?? '';
}

/** `30003` of `Doris version doris-3.0.3-rc04-…`; null of what is no Doris. */
export function versionOf(banner: string): number | null {
  if (!/doris|selectdb|velodb/i.test(banner)) return null;
  const [, major, minor, patch] = /(\d+)\.(\d+)\.(\d+)/.exec(banner) ?? [];
  return major === undefined ? null : Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
}

async function variable(session: SelectDbSession, name: string): Promise<string | null> {
  const [row] = await session.query(`show variables like '${name}'`);
  return row?.Value ?? null;
}

function isOn(value: string | null): boolean {
  return value !== null && /^(true|on|1)$/i.test(value);
}

/** All of them: SHOW DATABASES tells those the account has some right on. */
export async function databasesOf(session: SelectDbSession): Promise<readonly string[]> {
  const rows = await session.query('show databases');
  return rows.flatMap((row) => Object.values(row)[0] ?? []);
}

/** Seeing the nodes takes a right that a task does without. */
async function backendsOf(session: SelectDbSession): Promise<SelectDbFacts['backends']> {
  const rows = await session.query('show backends').catch(() => null);
  if (rows === null) return null;
  const working = rows.filter(({ Alive, SystemDecommissioned }) => Alive === 'true' && SystemDecommissioned !== 'true');
  return { alive: working.length, total: rows.length };
}
