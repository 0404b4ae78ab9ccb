import type { Result } from '../report.ts';
import { isWanted } from '../settings.ts';
import { dropSource } from '../stage.ts';
import { type Bench, fill, type Measured, NOTHING } from './bench-part.ts';
import { hold, type Outcome } from './contest.ts';
import { type Data, loadData, oneTable, SHAPE_NAMES, type ShapeName } from './data.ts';
import { rateOf } from './figures.ts';
import { measureMemory } from './memory.ts';
import { PARTS, type PartName } from './parts.ts';
import { copyTableData, dumpAndRestore, type Peer, pipes } from './peers.ts';

const ALL = 'narrow, wide and large tables';

interface Rival {
  readonly part: PartName;
  readonly peer: Peer;
}

/** Rows into tables without keys: all shapes together, one table alone, the engine's memory, and then each shape. */
export async function measureLoads(bench: Bench): Promise<Measured> {
  const parts: Measured[] = [];
  const data = loadData(SHAPE_NAMES);
  const together = rivals(bench, data, ['pgcopydb', 'dump', 'pipes']);
  const alone = isWanted('one-table') && bench.programs.psql !== null;
  if (together.length > 0 || alone || isWanted('memory')) {
    await fill(bench, 'load', { title: ALL, data });
    parts.push(await measureData(bench, { title: ALL, from: 'load', data, rivals: together, commands: true }));
    if (alone) for (const shape of ['narrow', 'wide'] as const) parts.push(await measureOne(bench, shape));
    if (isWanted('memory')) parts.push(await measureMemory(bench, 'load'));
    await dropSource(bench.stage, 'load');
  }
  for (const shape of SHAPE_NAMES) parts.push(await measureShape(bench, shape));
  return { results: parts.flatMap(({ results }) => results), outcomes: parts.flatMap(({ outcomes }) => outcomes) };
}

async function measureShape(bench: Bench, shape: ShapeName): Promise<Measured> {
  const data = loadData([shape]);
  // What a dump of everything tells is not told again: it takes longest by far.
  const those = rivals(bench, data, ['pgcopydb', 'pipes']);
  if (those.length === 0) return NOTHING;
  const title = `${shape} tables`;
  await fill(bench, shape, { title, data });
  const measured = await measureData(bench, { title, from: shape, data, rivals: those, commands: false });
  await dropSource(bench.stage, shape);
  return measured;
}

async function measureData(
  { stage, say }: Bench,
  init: {
    readonly title: string;
    readonly from: string;
    readonly data: Data;
    readonly rivals: readonly Rival[];
    /** Whether the whole command is compared as well. */
    readonly commands: boolean;
  },
): Promise<Measured> {
  const { title, from, data, commands } = init;
  if (init.rivals.length === 0) return NOTHING;
  const outcome = await hold(stage, { title, from, data, peers: init.rivals.map(({ peer }) => peer) }, say);
  return { results: init.rivals.flatMap((rival) => figures(outcome, rival, commands)), outcomes: [outcome] };
}

/** The goals are for the load itself. As a whole, structure and precheck included, no command shall be slower than its peer; pipes are none. */
function figures(outcome: Outcome, { part, peer }: Rival, commands: boolean): readonly Result[] {
  const { title } = outcome.contest;
  const load = rateOf(outcome, { name: `${title}, the load itself`, span: 'load', peer, goal: PARTS[part].goal });
  if (!commands || part === 'pipes') return [load];
  return [load, rateOf(outcome, { name: `${title}, the whole command with process start and precheck`, span: 'whole', peer, goal: 1 })];
}

/** One big table: what one stream of ours is worth beside one of psql's, or more than one. */
async function measureOne({ stage, programs, say }: Bench, shape: ShapeName): Promise<Measured> {
  if (programs.psql === null) return NOTHING;
  const data = oneTable(shape);
  const peer = pipes(programs.psql, { count: 1, tables: data.tables });
  const title = `one ${shape} table`;
  const outcome = await hold(stage, { title, from: 'load', data, some: true, peers: [peer] }, say);
  const row = { name: `${title}, the load itself`, span: 'load', peer, goal: PARTS['one-table'].goal } as const;
  return { results: [rateOf(outcome, row)], outcomes: [outcome] };
}

/** Those that are wanted and installed. */
function rivals({ programs }: Bench, { tables }: Data, parts: readonly PartName[]): readonly Rival[] {
  const { pgcopydb, dump, psql } = programs;
  const peers: Partial<Record<PartName, Peer>> = {
    ...(pgcopydb === null ? {} : { pgcopydb: copyTableData(pgcopydb) }),
    ...(dump === null ? {} : { dump: dumpAndRestore(dump) }),
    ...(psql === null ? {} : { pipes: pipes(psql, { count: 2, tables }) }),
  };
  return parts.flatMap((part) => {
    const peer = peers[part];
    return peer === undefined || !isWanted(part) ? [] : [{ part, peer }];
  });
}
