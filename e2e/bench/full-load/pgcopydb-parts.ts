import { isWanted } from '../settings.ts';
import { dropSource } from '../stage.ts';
import { type Bench, fill, type Measured, NOTHING } from './bench-part.ts';
import { cloneData } from './clone-data.ts';
import { hold } from './contest.ts';
import { timeOf } from './figures.ts';
import { PARTS } from './parts.ts';
import { clone, copyTableData } from './peers.ts';
import { smallTables } from './small-tables.ts';

/** Many small tables; the time of a table, not of a row, is what counts. */
export async function measureSmallTables(bench: Bench): Promise<Measured> {
  const { stage, programs, say } = bench;
  if (!isWanted('many-tables') || programs.pgcopydb === null) return NOTHING;
  const data = smallTables();
  const title = `${data.tables.length} small tables`;
  await fill(bench, 'small', { title, data });
  const peer = copyTableData(programs.pgcopydb);
  const outcome = await hold(stage, { title, from: 'small', data, peers: [peer] }, say);
  await dropSource(stage, 'small');
  return {
    results: [timeOf(outcome, { name: `${title}, the load itself`, span: 'load', peer, goal: PARTS['many-tables'].goal })],
    outcomes: [outcome],
  };
}

/** A database as a whole: here the structure is part of what is measured, at both. */
export async function measureClone(bench: Bench): Promise<Measured> {
  const { stage, programs, say } = bench;
  if (!isWanted('clone') || programs.pgcopydb === null) return NOTHING;
  const data = cloneData();
  const peer = clone(programs.pgcopydb);
  const title = `clone of ${data.rows} rows, 13 indexes`;
  await fill(bench, 'clone', { title, data });
  const outcome = await hold(stage, { title, from: 'clone', data, peers: [peer] }, say);
  await dropSource(stage, 'clone');
  const { goal } = PARTS.clone;
  return {
    results: [
      timeOf(outcome, { name: `${title}: structure, rows and indexes`, span: 'whole', peer, goal }),
      timeOf(outcome, { name: `${title}: the same without process start and precheck`, span: 'task', peer, goal }),
    ],
    outcomes: [outcome],
  };
}
