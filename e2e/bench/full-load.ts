import { installedMajors } from '#lib/postgres/server.ts';
import { measureLoads } from './full-load/loads.ts';
import { PART_NAMES } from './full-load/parts.ts';
import { measureClone, measureSmallTables } from './full-load/pgcopydb-parts.ts';
import { costsOf } from './full-load/profile.ts';
import { findPrograms, versionsOf } from './full-load/programs.ts';
import { machineFacts } from './machine.ts';
import { profileTable } from './profile.ts';
import type { Report } from './report.ts';
import { ROUNDS, refuseUnknownParts } from './settings.ts';
import { openStage, writeLogOnce } from './stage.ts';

/** The newest that Debian's pgcopydb 0.10 knows. */
const MAJOR = 15;

/**
 * The full load: a headless run of `types: ["schema", "full"]` beside pgcopydb, pg_dump with pg_restore, and psql's COPY in pipes.
 * The goals of the load are for the rows alone, from the event that begins them to the one that ends them: the peers find their
 * tables made as well.
 */
export async function benchFullLoad(say: (line: string) => void): Promise<Report | null> {
  refuseUnknownParts(PART_NAMES);
  if (!installedMajors().includes(MAJOR)) {
    say(`left out: PostgreSQL ${MAJOR} is not installed here`);
    return null;
  }
  const programs = await findPrograms(MAJOR, say);
  await using stage = await openStage(MAJOR);
  await writeLogOnce(stage);
  say(`PostgreSQL ${MAJOR} at both sides, ${ROUNDS} rounds`);
  const bench = { stage, programs, say };
  const parts = [await measureLoads(bench), await measureSmallTables(bench), await measureClone(bench)];
  for (const line of profileTable(parts.flatMap(({ outcomes }) => outcomes.flatMap(costsOf)))) say(line);
  return {
    bench: 'full-load',
    machine: machineFacts({ postgresql: String(MAJOR), ...versionsOf(programs) }),
    results: parts.flatMap(({ results }) => results),
  };
}
