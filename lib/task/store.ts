import { join } from 'node:path';
import { EngineError } from '#engine/errors.ts';
import type { Plan } from '#engine/plan/plan.ts';
import type { TaskEvent } from '#engine/progress/event.ts';
import type { Progress } from '#engine/progress/progress.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { LimitedParts } from '#engine/task/limits.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { TaskRecord, TaskStore } from '#engine/task/store.ts';
import { text } from '#engine/text.ts';
import { readEnv } from '#lib/env.ts';
import { isStoreDown, metadata } from '#lib/metadata/client.ts';
import { patiently } from '#lib/metadata/patience.ts';
import { perProcess } from '#lib/process.ts';
import { Prisma, type Task as Row } from '#prisma/generated/client.ts';
import { openDocument } from './document.ts';
import { taskHub } from './hub.ts';
import { toLogLine } from './log.ts';
import { progressOf } from './progress.ts';
import { summarize } from './summary.ts';

/** The picture is only for people, who watch the live one: what a crash loses of it is asked at the destination again. */
const PICTURE_INTERVAL_MS = 2_000;
/** Of many thousands of tables it is megabytes: storing it shall take no more than this part of the time. */
const PICTURE_SHARE = 1 / 20;
/** What of a task's log waits in memory while the metadata store is away. */
const LINES_KEPT = 10_000;

interface Pending {
  log: Extract<TaskEvent, { kind: 'log' }>[];
  picture: Progress | null;
  /** Not before this another one is stored. */
  dueAt: number;
  timer: NodeJS.Timeout | null;
  /** Writes of one task happen one after the other, so that its log keeps its order. */
  last: Promise<void>;
}

/** The engine's TaskStore on the metadata store. What is stored is published on the hub. */
export class MetadataTaskStore implements TaskStore {
  readonly spill = join(readEnv().dataFolder, 'spill');
  readonly #pending = new Map<string, Pending>();

  async running(): Promise<readonly string[]> {
    const rows = await metadata().task.findMany({
      where: { stateName: { in: ['preparing', 'loading', 'streaming'] } },
      select: { id: true },
      orderBy: { startedAt: 'asc' },
    });
    return rows.map((row) => row.id);
  }

  async load(taskId: string): Promise<TaskRecord> {
    const row = await findTask(taskId);
    const [{ plan }, progress] = await Promise.all([
      metadata().task.findUniqueOrThrow({ where: { id: taskId }, select: { plan: true } }),
      progressOf(taskId),
    ]);
    return {
      id: row.id,
      config: await openDocument(row.config as unknown as DraftConfig),
      state: row.state as unknown as TaskState,
      plan: plan as unknown as Plan | null,
      progress,
    };
  }

  /** `also`: what must be stored with the state or not at all. */
  async saveState(taskId: string, state: TaskState, also: Prisma.TaskUpdateInput = {}): Promise<void> {
    // A log line that cannot be written must not keep a task from pausing.
    await this.settle(taskId).catch(() => {});
    const data = {
      ...also,
      state: json(state),
      stateName: state.name,
      ...(state.name === 'preparing' ? { startedAt: new Date() } : {}),
      ...(state.name === 'finished' || state.name === 'stopped' ? { finishedAt: new Date() } : {}),
    };
    await patiently(() => metadata().task.update({ where: { id: taskId }, data, select: { id: true } }));
    taskHub().publish(taskId, { kind: 'state', state });
  }

  async savePlan(taskId: string, plan: Plan): Promise<void> {
    await patiently(() => writeLarge(taskId, { plan }));
  }

  /** The rest of the document, its sealed secrets above all, stays byte for byte. */
  async saveLimits(taskId: string, parts: LimitedParts): Promise<void> {
    await patiently(async () => {
      const { config } = await findTask(taskId);
      const data = { config: json({ ...(config as unknown as DraftConfig), ...parts }) };
      await metadata().task.update({ where: { id: taskId }, data, select: { id: true } });
    });
    taskHub().publish(taskId, { kind: 'document' });
  }

  async saveObjects(taskId: string, objects: DraftConfig['objects'], plan: Plan): Promise<void> {
    await patiently(async () => {
      const { config } = await findTask(taskId);
      await writeLarge(taskId, { config: { ...(config as unknown as DraftConfig), objects }, plan });
    });
    taskHub().publish(taskId, { kind: 'document' });
  }

  async append(taskId: string, events: readonly TaskEvent[], progress: Progress): Promise<void> {
    taskHub().publish(taskId, { kind: 'progress', progress });
    const pending = this.#of(taskId);
    pending.log.push(...events.filter((event) => event.kind === 'log'));
    pending.picture = progress;
    const due = pending.dueAt - performance.now();
    if (pending.log.length > 0 || due <= 0) return this.#write(taskId, pending, due <= 0);
    this.#later(taskId, pending, due);
  }

  /** Writes what waits. */
  async settle(taskId: string): Promise<void> {
    const pending = this.#pending.get(taskId);
    if (pending !== undefined) await this.#write(taskId, pending, true);
  }

  async settleAll(): Promise<void> {
    await Promise.allSettled([...this.#pending.keys()].map((taskId) => this.settle(taskId)));
  }

  forget(taskId: string): void {
    const timer = this.#pending.get(taskId)?.timer ?? null;
    if (timer !== null) clearTimeout(timer);
    this.#pending.delete(taskId);
  }

  #write(taskId: string, pending: Pending, withPicture: boolean): Promise<void> {
    const work = pending.last.then(async () => {
      const events = pending.log.splice(0);
      const picture = withPicture ? pending.picture : null;
      if (picture !== null) {
        if (pending.timer !== null) clearTimeout(pending.timer);
        pending.timer = null;
        pending.picture = null;
        pending.dueAt = performance.now() + PICTURE_INTERVAL_MS;
      }
      try {
        if (events.length > 0) await this.#writeLog(taskId, events);
      } catch (error) {
        // Kept for when the store is back; what it refuses for another reason it would refuse again.
        if (isStoreDown(error)) pending.log = [...events, ...pending.log].slice(-LINES_KEPT);
        this.#later(taskId, pending, PICTURE_INTERVAL_MS);
        throw error;
      }
      if (picture === null) return;
      const began = performance.now();
      await writeLarge(taskId, { progress: picture, summary: summarize(picture) });
      pending.dueAt = Math.max(pending.dueAt, began + (performance.now() - began) / PICTURE_SHARE);
    });
    pending.last = work.catch(() => {});
    return work;
  }

  #later(taskId: string, pending: Pending, ms: number): void {
    // A task that was released meanwhile has nobody to write for.
    if (this.#pending.get(taskId) !== pending) return;
    pending.timer ??= setTimeout(() => {
      pending.timer = null;
      void this.#write(taskId, pending, true).catch(() => {});
    }, ms);
  }

  async #writeLog(taskId: string, events: readonly Extract<TaskEvent, { kind: 'log' }>[]): Promise<void> {
    const rows = await metadata().logEntry.createManyAndReturn({
      data: events.map(({ at, level, code, message, hint, table }) => ({
        taskId,
        at: new Date(at),
        level,
        code,
        message: json(message),
        ...(hint === undefined ? {} : { hint: json(hint) }),
        table: table ?? null,
      })),
    });
    taskHub().publish(taskId, { kind: 'log', lines: rows.map(toLogLine) });
  }

  #of(taskId: string): Pending {
    let pending = this.#pending.get(taskId);
    if (pending === undefined) {
      pending = { log: [], picture: null, dueAt: -Infinity, timer: null, last: Promise.resolve() };
      this.#pending.set(taskId, pending);
    }
    return pending;
  }
}

/**
 * Stores columns of a task that are megabytes where it has thousands of tables. In plain SQL: what Prisma does with 5 MB of JSON before it
 * sends them stops everything else in this process for 375 ms, and this for 80.
 */
async function writeLarge(taskId: string, columns: Partial<Record<'config' | 'plan' | 'progress' | 'summary', unknown>>): Promise<void> {
  const sets = Object.entries(columns).map(([name, value]) => Prisma.sql`${Prisma.raw(name)} = ${JSON.stringify(value)}::jsonb`);
  await metadata().$executeRaw`update task set ${Prisma.join(sets)}, updated_at = now() where id = ${taskId}`;
}

/** The one task store of this process. */
export function taskStore(): MetadataTaskStore {
  return perProcess('task-store', () => new MetadataTaskStore());
}

/** Without its plan, which is the engine's alone, and its progress (progress.ts): both are megabytes for thousands of tables. */
export type StoredTask = Omit<Row, 'plan' | 'progress'>;

/** @throws EngineError `task.not-found` */
export async function findTask(id: string): Promise<StoredTask> {
  // No database keeps a NUL: asked for one it would stumble.
  const row = id.includes('\0') ? null : await metadata().task.findUnique({ where: { id }, omit: { plan: true, progress: true } });
  if (row !== null) return row;
  throw new EngineError({
    code: 'task.not-found',
    message: text(`There is no task ${id}`, `任务 ${id} 不存在`),
    hint: text('It may have been released. Go back to the task list.', '任务可能已被释放，请返回任务列表。'),
    retry: 'never',
    object: id,
  });
}

/** Our own plain values, as Prisma wants JSON columns typed. */
export function json(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

export const NO_JSON = Prisma.DbNull;
