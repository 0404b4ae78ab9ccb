import { randomInt } from 'node:crypto';
import type { ReleaseReport } from '#engine/engine.ts';
import { EngineError } from '#engine/errors.ts';
import type { Finding } from '#engine/precheck/check.ts';
import { type DraftConfig, draftConfig } from '#engine/task/config.ts';
import { isRunning, type Signal, type TaskState, transition } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { openDocument, sealDocument } from './document.ts';
import { taskHub } from './hub.ts';
import { findTask, json, NO_JSON, taskStore } from './store.ts';

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
export async function saveDraft(id: string, draft: DraftConfig): Promise<TaskState> {
  const row = await findTask(id);
  const state = row.state as unknown as TaskState;
  const stored = row.config as unknown as DraftConfig;
  const next = step(state, { kind: 'edit' });
  const config = await sealDocument({ ...draft, accepted: stored.accepted }, stored);
  if (sameDocument(config, stored)) return state;
  const renamedOnly = sameDocument({ ...config, name: stored.name }, stored);
  const after = renamedOnly ? state : next;
  await metadata().task.update({
    where: { id },
    data: {
      name: config.name,
      config: json(renamedOnly ? config : { ...config, accepted: [] }),
      state: json(after),
      stateName: after.name,
      ...(renamedOnly ? {} : { findings: NO_JSON, checkedAt: null }),
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

/** Runs the precheck and answers when it is done; its findings are stored. */
export async function checkTask(id: string): Promise<{ readonly state: TaskState; readonly findings: readonly Finding[] }> {
  const row = await findTask(id);
  const before = row.state as unknown as TaskState;
  const checking = step(before, { kind: 'check' });
  const stored = row.config as unknown as DraftConfig;
  const config = await openDocument(stored);
  await taskStore().saveState(id, checking);
  try {
    const findings = await engine().precheck(config);
    const state = step(checking, { kind: verdict(findings) });
    await saveFindings(id, findings, state);
    return { state, findings };
  } catch (error) {
    await taskStore().saveState(id, before);
    throw error;
  }
}

/** Accepts a warning, or takes that back; the task becomes ready when nothing else stands in its way. */
export async function acceptFinding(
  id: string,
  code: string,
  accepted: boolean,
): Promise<{ readonly state: TaskState; readonly findings: readonly Finding[] }> {
  const row = await findTask(id);
  const before = row.state as unknown as TaskState;
  const stored = row.config as unknown as DraftConfig;
  const findings = (row.findings as unknown as readonly Finding[] | null) ?? [];
  if (!findings.some((finding) => finding.code === code && finding.severity === 'warn')) throw notAcceptable(code);
  const changed = findings.map((finding) => (finding.code === code ? { ...finding, accepted } : finding));
  const others = stored.accepted.filter((each) => each !== code);
  const config = { ...stored, accepted: accepted ? [...others, code] : others };
  const state = step(step(before, { kind: 'check' }), { kind: verdict(changed) });
  await metadata().task.update({ where: { id }, data: { config: json(config) } });
  await saveFindings(id, changed, state);
  return { state, findings: changed };
}

function verdict(findings: readonly Finding[]): 'pass' | 'block' {
  return findings.every((finding) => finding.severity === 'pass' || finding.accepted) ? 'pass' : 'block';
}

async function saveFindings(id: string, findings: readonly Finding[], state: TaskState): Promise<void> {
  await metadata().task.update({ where: { id }, data: { findings: json(findings), checkedAt: new Date() } });
  await taskStore().saveState(id, state);
  taskHub().publish(id, { kind: 'document' });
}

/**
 * Starts, pauses, resumes or stops a task; resolves with the state it led to.
 * @throws EngineError `task.transition-refused` naming the state
 */
export async function signalTask(id: string, signal: 'start' | 'pause' | 'resume' | 'stop'): Promise<TaskState> {
  await findTask(id);
  return engine().send(id, signal);
}

/**
 * Removes what the task left at source and destination, then its record. What could not be removed is told, and the record is
 * kept until it can be, or the person says to forget it.
 */
export async function releaseTask(id: string, forget: boolean): Promise<ReleaseReport> {
  const row = await findTask(id);
  const state = row.state as unknown as TaskState;
  if (isRunning(state.name) || state.name === 'checking') throw stillRuns(row.name);
  const touched = row.startedAt !== null;
  const report = touched ? await engine().release(id) : { leftovers: [] };
  if (report.leftovers.length > 0 && !forget) return report;
  taskStore().forget(id);
  await metadata().task.delete({ where: { id } });
  taskHub().publish(id, { kind: 'removed' });
  return report;
}

function step(state: TaskState, signal: Signal): TaskState {
  const next = transition(state, signal, []);
  if (next !== null) return next;
  throw new EngineError({
    code: 'task.transition-refused',
    message: text(`The task is ${state.name}: this cannot be done now`, `任务处于“${state.name}”状态，当前不能执行此操作`),
    hint: text('Reload the page to see what the task allows now.', '请刷新页面查看任务当前可执行的操作。'),
    retry: 'never',
  });
}

function stillRuns(name: string): EngineError {
  return new EngineError({
    code: 'task.still-runs',
    message: text(`The task ${name} still runs`, `任务 ${name} 仍在运行`),
    hint: text('Stop it first, then release it.', '请先停止任务，再释放。'),
    retry: 'never',
    object: name,
  });
}

function notAcceptable(code: string): EngineError {
  return new EngineError({
    code: 'precheck.not-acceptable',
    message: text(`The precheck item ${code} cannot be ignored`, `预检查项 ${code} 不可忽略`),
    hint: text('Only warnings can be. Solve its cause, then precheck again.', '仅告警项可以忽略，请解决问题后重新预检查。'),
    retry: 'never',
    object: code,
  });
}
