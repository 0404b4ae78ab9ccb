import { connected } from '../servers.ts';
import type { Fault } from './fault.ts';
import type { Ground } from './ground.ts';
import { nameOf, tableLine } from './knowledge.ts';
import { SMALL_TABLES, smallTable } from './tables.ts';

/** Longer than a copy of the largest table holds its lock. */
const LOCK_TIMEOUT = '60s';

/** Statements at the source, as whoever owns the database would run them. False when the load was over before they got their lock. */
async function ddl(ground: Ground, ...statements: readonly string[]): Promise<boolean> {
  await using client = await connected(ground.sourceUrl);
  await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
  for (const statement of statements) await client.query(statement);
  return !ground.run.ended && ground.run.state !== 'streaming';
}

/** A small table that this process has not begun to read, while others are read under the view it has. */
function unread(ground: Ground): string | null {
  const begun = new Set(ground.run.lines.map((line) => tableLine(line)?.id));
  const names = new Set([...begun].flatMap((id) => (id === undefined ? [] : [nameOf(id)])));
  const left = Array.from({ length: SMALL_TABLES }, (_, at) => smallTable(at + 1)).filter((name) => !names.has(name));
  return left.length === 0 ? null : ground.random.of(left);
}

/** Between the view and the reading: the table has no rows under the view any more. */
function unreadTable(name: string, statements: (table: string) => readonly string[]): Fault {
  return {
    name,
    inject: async (ground) => {
      const table = unread(ground);
      if (table === null) return false;
      ground.rewritten.add(table);
      return ddl(ground, ...statements(`load.${table}`));
    },
  };
}

/** What is done to a table while the load goes on; `rewrites`: its rows are in other places then. */
function onTable(
  table: string,
  name: string,
  init: { readonly statements: readonly string[]; readonly undo?: readonly string[]; readonly rewrites: boolean },
): Fault {
  const { statements, undo, rewrites } = init;
  return {
    name: `${name} ${table}`,
    inject: async (ground) => {
      if (rewrites) ground.rewritten.add(table);
      return ddl(ground, ...statements);
    },
    // What is not carried is taken back, so that both structures can be compared.
    ...(undo === undefined ? {} : { heal: async (ground: Ground) => void (await ddl(ground, ...undo)) }),
  };
}

export const TRUNCATE = unreadTable('TRUNCATE of a table that is yet to be read', (table) => [`truncate ${table}`]);
export const REWRITE_SMALL = unreadTable('ALTER TABLE that rewrites a table that is yet to be read', (table) => [
  `alter table ${table} alter column v type text using v || ''`,
]);
export const VACUUM_BIG = onTable('big', 'VACUUM FULL of', { statements: ['vacuum full load.big'], rewrites: true });
export const CLUSTER_BIG = onTable('big', 'CLUSTER of', { statements: ['cluster load.big using big_grp'], rewrites: true });
export const VACUUM_HEAP = onTable('heap', 'VACUUM FULL of', { statements: ['vacuum full load.heap'], rewrites: true });
export const REWRITE_DOCS = onTable('docs', 'ALTER TABLE that rewrites', {
  statements: ["alter table load.docs alter column body type text using body || ''"],
  rewrites: true,
});
export const REWRITE_BIG = onTable('big', 'ALTER TABLE that rewrites', {
  statements: ["alter table load.big alter column filler type text using filler || ''"],
  rewrites: true,
});
export const ALTER_BIG = onTable('big', 'ALTER TABLE that does not rewrite', {
  statements: [
    "alter table load.big alter column label set default 'none'",
    'alter table load.big add constraint big_sane check (grp > -1000000000) not valid',
  ],
  undo: ['alter table load.big alter column label drop default, drop constraint big_sane'],
  rewrites: false,
});
export const COLLATE_DOCS = onTable('docs', 'ALTER TABLE that changes the collation of', {
  statements: ['alter table load.docs alter column note type text collate "C"'],
  undo: ['alter table load.docs alter column note type text collate "default"'],
  rewrites: false,
});
