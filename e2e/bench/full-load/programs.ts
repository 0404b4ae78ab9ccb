import { dirname } from 'node:path';
import { dumpProgram } from '../../structure/dump.ts';
import { type Program, program, programIn } from '../program.ts';

/** Peers' programs that are on this machine; null for one that is not. */
export interface Programs {
  readonly pgcopydb: Program | null;
  readonly dump: { readonly dump: Program; readonly restore: Program } | null;
  readonly psql: Program | null;
}

/** Says which are missing: a peer without its program is left out by name. */
export async function findPrograms(major: number, say: (line: string) => void): Promise<Programs> {
  const left = <T>(peer: string, found: T | null, reason: string): T | null => {
    if (found === null) say(`${peer} left out: ${reason}`);
    return found;
  };
  const pgDump = await dumpProgram(major);
  const beside = 'missing' in pgDump ? null : dirname(pgDump.path);
  const [dump, restore, psql, pgcopydb] = await Promise.all([
    programIn(beside, 'pg_dump'),
    programIn(beside, 'pg_restore'),
    programIn(beside, 'psql'),
    program('pgcopydb'),
  ]);
  const reason = 'missing' in pgDump ? pgDump.missing : `not beside ${pgDump.path}`;
  return {
    pgcopydb: left('pgcopydb', pgcopydb, 'there is no such program'),
    dump: left('pg_dump, then pg_restore', dump === null || restore === null ? null : { dump, restore }, reason),
    psql: left('psql COPY pipes', psql, reason),
  };
}

/** For the result file: what we were measured against. */
export function versionsOf({ pgcopydb, dump, psql }: Programs): Readonly<Record<string, string>> {
  const found = { pgcopydb, pg_dump: dump?.dump ?? null, psql };
  return Object.fromEntries(Object.entries(found).flatMap(([name, each]) => (each === null ? [] : [[name, each.version]])));
}
