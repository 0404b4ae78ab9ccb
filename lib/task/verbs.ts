import { randomInt } from 'node:crypto';
import type { ReleaseReport } from '#engine/engine.ts';
import { isEngineError, reportOf } from '#engine/errors.ts';
import { type DraftConfig, draftConfig } from '#engine/task/config.ts';
import { isRunning, stillRuns, type TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sealDocument } from './document.ts';
import { taskHub } from './hub.ts';
import { nextState } from './next-state.ts';
import { findTask, json, NO_JSON, taskStore } from './store.ts';
import { inTurn } from './turn.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** A new draft with a generated name; every field can still be changed. */
export async function createTask(userId: string): Promise<{ readonly id: string }> {
  const id = `dts${randomLetters(12)}`;
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const config = draftConfig.parse({ name: `migration-${day}-${randomLetters(4)}` });
  const state: TaskState = { name: 'draft' };
  await metadata().task.create({
    data: {
      id,
      name: config.name,
      kind: config.kind,
      config: json(config),
      state: json(state),
      stateName: state.name,
      createdById: userId,
    },
  });
  taskHub().publish(id, { kind: 'document' });
  return { id };
}

/** Saves the document of a task that has not started. A changed document must pass the precheck again. */
export function saveDraft(id: string, draft: DraftConfig): Promise<TaskState> {
  return inTurn(id, () => save(id, draft));
}

async function save(id: string, draft: DraftConfig): Promise<TaskState> {
  const row = await findTask(id);
  const state = row.state as unknown as TaskState;
  const stored = row.config as unknown as DraftConfig;
  const next = nextState(state, { kind: 'edit' });
  const config = await sealDocument({ ...draft, accepted: stored.accepted }, stored);
  if (sameDocument(config, stored)) return state;
  // What the precheck does not look at: it need not be passed again.
  const uncheckedOnly = sameDocument({ ...config, name: stored.name, start: stored.start }, stored);
  const after = uncheckedOnly ? state : next;
  await metadata().task.update({
    where: { id },
    data: {
      name: config.name,
      config: json(uncheckedOnly ? config : { ...config, accepted: [] }),
      state: json(after),
      stateName: after.name,
      ...(uncheckedOnly ? {} : { findings: NO_JSON, checkedAt: null }),
    },
  });
  taskHub().publish(id, { kind: 'document' });
  if (after.name !== state.name) taskHub().publish(id, { kind: 'state', state: after });
  return after;
}

/** JSON columns do not keep the order of keys. */
function sameDocument(a: DraftConfig, b: DraftConfig): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

export function signalTask(id: string, signal: 'start' | 'pause' | 'resume' | 'stop'): Promise<TaskState> {
  return inTurn(id, async () => {
    // Refused here already: the engine remembers a task it was once asked about as it was then.
    nextState((await findTask(id)).state as unknown as TaskState, { kind: signal });
    return engine().send(id, signal);
  });
}

/**
 * Removes what the task left at source and destination, then its record. What could not be removed is told, and the record is
 * kept until it can be, or the person says to forget it.
 */
export function releaseTask(id: string, forget: boolean): Promise<ReleaseReport> {
  return inTurn(id, () => release(id, forget));
}

async function release(id: string, forget: boolean): Promise<ReleaseReport> {
  const row = await findTask(id);
  const state = row.state as unknown as TaskState;
  if (isRunning(state.name) || state.name === 'checking') throw stillRuns(row.name);
  const report = row.startedAt === null ? { leftovers: [] } : await engine().release(id).catch(unreachable(row.name));
  if (report.leftovers.length > 0 && !forget) return report;
  taskStore().forget(id);
  await metadata().task.delete({ where: { id } });
  taskHub().publish(id, { kind: 'removed' });
  return report;
}

/** Without its secrets or its saved connection the task cannot reach its databases any more; its record can still be dropped. */
function unreachable(name: string): (error: unknown) => ReleaseReport {
  return (error) => {
    if (!isEngineError(error) || !['secret.changed', 'connection.not-found'].includes(error.code)) throw error;
    return { leftovers: [{ object: name, sql: '', error: reportOf(error) }] };
  };
}
