import type { ReleaseReport } from '#engine/engine.ts';
import { isEngineError, reportOf } from '#engine/errors.ts';
import { type DraftConfig, draftConfig, type TaskKind } from '#engine/task/config.ts';
import { isRunning, stillRuns, type TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sealDocument } from './document.ts';
import { createDraft, randomLetters } from './draft.ts';
import { taskHub } from './hub.ts';
import { nextState } from './next-state.ts';
import { unlessOpposite } from './opposite.ts';
import { draftChanged, revisionOf, sameDocument } from './revision.ts';
import { findTask, json, NO_JSON, taskStore } from './store.ts';
import { inTurn } from './turn.ts';

/** How a draft begins: a synchronization follows changes whatever else it does. */
const OF_KIND: Readonly<Record<TaskKind, Partial<DraftConfig>>> = {
  migration: { kind: 'migration' },
  synchronization: { kind: 'synchronization', topology: 'one-way', types: ['incremental'] },
};

/** A new draft with a generated name; every field can still be changed. */
export function createTask(userId: string, kind: TaskKind = 'migration'): Promise<{ readonly id: string }> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  return createDraft(userId, draftConfig.parse({ name: `${kind}-${day}-${randomLetters(4)}`, ...OF_KIND[kind] }));
}

/** A draft as it is stored now. */
interface SavedDraft {
  readonly state: TaskState;
  readonly revision: string;
}

/**
 * Saves the document of a task that has not started. A changed document must pass the precheck again. `from`: the revision that it was
 * made from; null: whatever is there is replaced.
 * @throws EngineError `task.draft-changed`
 */
export function saveDraft(id: string, draft: DraftConfig, from: string | null = null): Promise<SavedDraft> {
  return inTurn(id, () => save(id, draft, from));
}

async function save(id: string, draft: DraftConfig, from: string | null): Promise<SavedDraft> {
  const row = await findTask(id);
  const state = row.state as unknown as TaskState;
  const stored = row.config as unknown as DraftConfig;
  const next = nextState(state, { kind: 'edit' });
  const config = await sealDocument({ ...draft, accepted: stored.accepted }, stored);
  const revision = revisionOf(config);
  if (sameDocument(config, stored)) return { state, revision };
  if (from !== null && from !== revisionOf(stored)) throw draftChanged(row.name);
  // What the precheck does not look at: it need not be passed again.
  const uncheckedOnly = sameDocument({ ...config, name: stored.name, start: stored.start }, stored);
  const after = uncheckedOnly ? state : next;
  await metadata().task.update({
    where: { id },
    data: {
      name: config.name,
      kind: config.kind,
      config: json(uncheckedOnly ? config : { ...config, accepted: [] }),
      state: json(after),
      stateName: after.name,
      ...(uncheckedOnly ? {} : { findings: NO_JSON, checkedAt: null }),
    },
  });
  taskHub().publish(id, { kind: 'document' });
  if (after.name !== state.name) taskHub().publish(id, { kind: 'state', state: after });
  return { state: after, revision };
}

/**
 * `from`: the revision of the document that the person has seen who starts it; null: whatever is there.
 * @throws EngineError `task.transition-refused`, `task.opposite-runs`, `task.draft-changed`
 */
export function signalTask(id: string, signal: 'start' | 'pause' | 'resume' | 'stop', from: string | null = null): Promise<TaskState> {
  return inTurn(id, async () => {
    // Refused here already: the engine remembers a task it was once asked about as it was then.
    const row = await findTask(id);
    nextState(row.state as unknown as TaskState, { kind: signal });
    if (from !== null && from !== revisionOf(row.config as unknown as DraftConfig)) throw draftChanged(row.name);
    const send = () => engine().send(id, signal);
    return signal === 'start' || signal === 'resume' ? unlessOpposite(row, send) : send();
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
