import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Mend, Structure } from '#engine/engine.ts';
import type { StructureProgress } from '#engine/progress/progress.ts';
import type { DraftConfig, TaskConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import type { Locale } from '#lib/locale.ts';
import { perProcess } from '#lib/process.ts';
import { openDocument } from './document.ts';
import { ifFailedUnlessOpposite } from './opposite.ts';
import { progressOf } from './progress.ts';
import { readTask } from './queries.ts';
import { findTask, type StoredTask } from './store.ts';
import {
  findLeftOut,
  findPresent,
  findStatements,
  NO_FILTER,
  type StructureFilter,
  type StructureItems,
  type StructureList,
  type StructurePage,
} from './structure-page.ts';
import { structureAsSql } from './structure-text.ts';
import { inTurn } from './turn.ts';
import type { Place } from './view.ts';

interface Read {
  readonly key: string;
  readonly readAt: number;
  readonly structure: Promise<Structure>;
}

/** Tens of megabytes each at worst, and asked for page by page: kept for those who look at one now. */
const KEPT = 4;
const KEEP_MS = 10 * 60_000;

const kept = () => perProcess('structures', () => new Map<string, Read>());

/** The DDL of a task and how far it is. */
export interface TaskStructure extends Pick<StructurePage<never>, 'origin' | 'readAt'> {
  readonly task: StoredTask;
  readonly structure: Structure;
  readonly progress: StructureProgress;
}

/**
 * What a draft would run, as both databases were when it was first asked for (`fresh`: as they are now); of a task that has started
 * its own plan.
 * @throws EngineError `task.not-found`, `document.incomplete`
 */
export async function readStructure(id: string, fresh = false): Promise<TaskStructure> {
  const task = await findTask(id);
  const { structure: progress } = await progressOf(id);
  const { key, read } = task.startedAt === null ? await previewOf(task) : planOf(task, progress);
  const known = fresh ? undefined : kept().get(id);
  const { structure, readAt } = known?.key === key ? known : keep(id, { key, readAt: Date.now(), structure: read() });
  const origin = key.startsWith('plan') ? 'plan' : 'preview';
  return { task, origin, readAt, structure: await structure, progress };
}

interface Source {
  /** Of the same key comes the same structure. */
  readonly key: string;
  readonly read: () => Promise<Structure>;
}

async function previewOf(task: StoredTask): Promise<Source> {
  const config = await openDocument(task.config as unknown as DraftConfig);
  return { key: `preview ${digest(config)}`, read: () => engine().preview(config) };
}

/** A plan that is made anew has other statements; before the first is made, the engine answers as of now. */
function planOf(task: StoredTask, { phases }: StructureProgress): Source {
  const origin = phases === '' ? 'preview' : 'plan';
  return { key: `${origin} ${createHash('sha256').update(phases).digest('hex')}`, read: () => engine().structure(task.id) };
}

/** Of what the structure depends on; a new name or another retry time changes none of it. */
function digest({ name: _, accepted: __, advanced: ___, ...config }: TaskConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex');
}

function keep(id: string, read: Read): Read {
  const all = kept();
  all.delete(id);
  all.set(id, read);
  for (const oldest of [...all.keys()].slice(0, -KEPT)) all.delete(oldest);
  const forget = () => {
    if (all.get(id) === read) all.delete(id);
  };
  setTimeout(forget, KEEP_MS).unref();
  // A database that did not answer is asked again by the next who wants to know.
  read.structure.catch(forget);
  return read;
}

export interface StructureQuery extends StructureFilter {
  readonly list: StructureList;
  readonly offset: number;
  readonly limit: number;
  readonly fresh: boolean;
}

/** One page of one of the three lists. */
export async function pageOfStructure(id: string, query: StructureQuery): Promise<StructurePage<StructureItems[StructureList]>> {
  const { structure, progress, origin, readAt } = await readStructure(id, query.fresh);
  const { offset, limit } = query;
  const { all, ...found } = {
    statements: () => findStatements(structure, progress, query),
    present: () => findPresent(structure, query),
    'left-out': () => findLeftOut(structure, query),
  }[query.list]();
  const { statements, present, leftOut } = structure;
  const different = present.filter(({ same }) => !same).length;
  const totals = { statements: statements.length, present: present.length, different, leftOut: leftOut.length };
  return { origin, readAt, totals, ...found, offset, items: all.slice(offset, offset + limit) };
}

/** What matches as a script, in the order it runs, with a name for its file. */
export async function scriptOfStructure(
  id: string,
  filter: StructureFilter,
  locale: Locale,
): Promise<{ readonly name: string; readonly pieces: Generator<string> }> {
  const [{ structure, progress, origin, readAt }, view] = await Promise.all([readStructure(id), readTask(id)]);
  const whole = isDeepStrictEqual(filter, NO_FILTER);
  const pieces = structureAsSql(
    {
      task: view.name,
      source: address(view.source),
      destination: address(view.destination),
      origin,
      readAt: origin === 'plan' ? Date.now() : readAt,
      statements: findStatements(structure, progress, filter).all,
      leftOut: whole ? findLeftOut(structure, filter).all : [],
    },
    locale,
  );
  return { name: `${view.name}.sql`, pieces };
}

function address(place: Place | null): string {
  return place === null ? '–' : `${place.user}@${place.host}:${place.port}${place.type === 'selectdb' ? '' : `/${place.database}`}`;
}

/** Has a failed statement run again, in other words if need be, or passed over; the rest goes on. */
export function mendTask(id: string, mend: Mend): Promise<TaskState> {
  return inTurn(id, async () => {
    const row = await findTask(id);
    try {
      return await ifFailedUnlessOpposite(row, () => engine().mend(id, mend));
    } finally {
      // A statement that was put in other words is another one from now on.
      kept().delete(id);
    }
  });
}
