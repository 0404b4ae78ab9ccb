import type pg from 'pg';
import { logFile } from '../../postgres/before-10.ts';
import { connect } from '../../postgres/connect.ts';
import { sqlStateOf } from '../../postgres/diagnose/walk.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query } from '../../postgres/query.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { Position } from '../../schema/row.ts';
import type { PostgresEndpoint } from '../../task/config.ts';

const SCOPE = { side: 'source' } as const;
/** Not this account's to call; and what servers answer that have no such files. */
const NOT_TOLD: ReadonlySet<unknown> = new Set(['42501', '0A000']);
const TIMELINE_DIGITS = 8;
/** Begun by no promotion: it has no history. */
const FIRST = 1;

/** The timeline that the log is written on; null at a standby, which changes it without ending a session, and where it is not told. */
export async function currentTimeline(client: pg.ClientBase): Promise<number | null> {
  const file = logFile(await readVersion(client, SCOPE));
  const sql = `select case when not pg_is_in_recovery() then ${file} end as file`;
  try {
    const [row] = await query(client, SCOPE, sql);
    return row?.file == null ? null : Number.parseInt(row.file.slice(0, TIMELINE_DIGITS), 16);
  } catch (error) {
    if (NOT_TOLD.has(sqlStateOf(error))) return null;
    throw error;
  }
}

/** The timelines that this one came from, each with where it was left. */
export async function timelineEnds(endpoint: PostgresEndpoint, timeline: number): Promise<ReadonlyMap<number, Position>> {
  if (timeline === FIRST) return new Map();
  const client = await connect(endpoint, { ...SCOPE, purpose: 'timeline', replication: true });
  try {
    const [row] = await query(client, SCOPE, `TIMELINE_HISTORY ${timeline}`);
    return parseHistory(need(row?.content));
  } finally {
    await client.end().catch(() => {});
  }
}

/** A history file as the server writes it: a line for each timeline, with its end and why it ended there; `#` begins a comment. */
export function parseHistory(content: string): ReadonlyMap<number, Position> {
  const lines = content.split('\n').map((line) => /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)(?:\s|$)/i.exec(line));
  return new Map(lines.flatMap((match) => (match === null ? [] : [[Number(match[1]), fromLsn(need(match[2]))]])));
}
