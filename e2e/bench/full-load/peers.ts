import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { valuesOf } from '../../faults/servers.ts';
import type { Cost } from '../cost.ts';
import type { Program } from '../program.ts';
import { address, type Stage, uri } from '../stage.ts';
import { type Command, runPeer } from './peer-run.ts';
import type { Programs } from './programs.ts';

export interface Peer {
  readonly name: string;
  /** Whether it makes the tables itself; otherwise they are there before the clock starts. */
  readonly makesTables: boolean;
  run(stage: Stage, from: string, to: string): Promise<Cost>;
}

/** `pgcopydb copy table-data`: rows into tables that are there. */
export function copyTableData(pgcopydb: Program): Peer {
  return pgcopydbPeer(pgcopydb, {
    makesTables: false,
    command: ['copy', 'table-data', '--table-jobs', '2'],
    told: 'copy table-data, 2 jobs',
  });
}

/** `pgcopydb clone` as it is: it vacuums and analyzes as well, and looks for large objects and extensions, of which there are none. */
export function clone(pgcopydb: Program): Peer {
  const command = ['clone', '--table-jobs', '2', '--index-jobs', '2'];
  return pgcopydbPeer(pgcopydb, { makesTables: true, command, told: 'clone, 2 table and 2 index jobs' });
}

function pgcopydbPeer(
  { path, version }: Program,
  init: { readonly makesTables: boolean; readonly command: readonly string[]; readonly told: string },
): Peer {
  return {
    name: `pgcopydb ${init.told} (${version})`,
    makesTables: init.makesTables,
    run: async (stage, from, to) => {
      const dir = join(stage.dir, `pgcopydb-${to}`);
      const args = [...init.command, '--source', uri(stage.source, from), '--target', uri(stage.destination, to), '--dir', dir];
      const command = await alone({ path, args });
      const cost = await runPeer(stage, [[command]]);
      rmSync(dir, { recursive: true, force: true });
      return cost;
    },
  };
}

/** pgcopydb 0.10 forgets semaphores in the system. In a namespace of its own, where we may make one, they go away with it. */
function alone({ path, args }: Command): Promise<Command> {
  return promisify(execFile)('unshare', ['--ipc', 'true']).then(
    () => ({ path: 'unshare', args: ['--ipc', path, ...args] }),
    () => ({ path, args }),
  );
}

/** Through the disk, compressed as they do by themselves. */
export function dumpAndRestore({ dump, restore }: NonNullable<Programs['dump']>): Peer {
  return {
    name: `pg_dump -Fd -j2, then pg_restore -j2 (${dump.version})`,
    makesTables: false,
    run: async (stage, from, to) => {
      const dir = join(stage.dir, `dump-${to}`);
      const dumping = { path: dump.path, args: ['-Fd', '-j2', '-a', '-f', dir, '-d', address(stage.source, from)] };
      const restoring = { path: restore.path, args: ['-j2', '-a', '-e', '-d', address(stage.destination, to), dir] };
      const cost = await runPeer(stage, [[dumping], [restoring]]);
      rmSync(dir, { recursive: true, force: true });
      return cost;
    },
  };
}

/** `psql | psql` in COPY's binary format, so many pipes side by side, one table after another in each: the servers' own limit. */
export function pipes(psql: Program, init: { readonly count: number; readonly tables: readonly string[] }): Peer {
  const { count, tables } = init;
  return {
    name: `${count === 1 ? 'one psql COPY pipe' : 'two psql COPY pipes'}, binary (${psql.version})`,
    makesTables: false,
    run: async (stage, from, to) => {
      const lists = await spread(stage.source.url(from), tables, count);
      return runPeer(stage, [
        lists.map((list) => pipe(psql, { from: address(stage.source, from), to: address(stage.destination, to), list })),
      ]);
    },
  };
}

/** The largest first, each to the pipe that has the least to do. */
async function spread(url: string, tables: readonly string[], count: number): Promise<readonly (readonly string[])[]> {
  const list = tables.map((name) => `'bench.${name}'`).join(', ');
  const sized = await valuesOf(
    url,
    `select concat_ws(' ', pg_table_size(name::regclass), name) from unnest(array[${list}]) name order by pg_table_size(name::regclass) desc, name`,
  );
  const lists = Array.from({ length: count }, () => ({ bytes: 0, tables: [] as string[] }));
  for (const line of sized) {
    const [bytes, name] = (line ?? '').split(' ');
    const [least] = [...lists].sort((a, b) => a.bytes - b.bytes);
    if (least === undefined || name === undefined) continue;
    least.bytes += Number(bytes);
    least.tables.push(name);
  }
  return lists.map((each) => each.tables).filter((names) => names.length > 0);
}

/** A source that fails is noticed as well: what it sent is then not a whole COPY, and the other psql refuses it. */
function pipe(psql: Program, init: { readonly from: string; readonly to: string; readonly list: readonly string[] }): Command {
  const one = (name: string) =>
    `"$1" -Xq -v ON_ERROR_STOP=1 -d "$2" -c 'copy ${name} to stdout (format binary)' |
     "$1" -Xq -v ON_ERROR_STOP=1 -d "$3" -c 'copy ${name} from stdin (format binary)'`;
  return { path: 'sh', args: ['-ec', init.list.map(one).join('\n'), 'pipe', psql.path, init.from, init.to] };
}
