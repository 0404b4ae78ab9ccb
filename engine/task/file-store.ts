import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Progress } from '../progress/progress.ts';
import { NO_FULL, NO_INCREMENTAL, NO_START, type TaskConfig } from './config.ts';
import type { LimitedParts } from './limits.ts';
import { isRunning, type TaskState } from './state.ts';
import type { TaskRecord, TaskStore } from './store.ts';

const PROGRESS_INTERVAL_MS = 1_000;

/** What a task folder's `task.json` holds; the document comes sealed. */
interface Stored {
  readonly id: string;
  readonly config: string;
  readonly state: TaskState;
  readonly plan: Plan | null;
}

/** How the document is written to disk: sealed, for it carries passwords. */
export interface Sealing {
  readonly seal: (plain: string) => string;
  readonly open: (sealed: string) => string;
}

/** Tasks in a folder, one sub-folder each, for the command line: `task.json`, `progress.json`, `log.ndjson`. */
export class FileTaskStore implements TaskStore {
  readonly spill: string;
  readonly #folder: string;
  readonly #sealing: Sealing;
  #savedAt = -Infinity;
  /** Each write keeps the parts it does not change, so two at once would undo one another: a plan just saved could be lost. */
  #writes: Promise<unknown> = Promise.resolve();

  constructor(folder: string, sealing: Sealing) {
    this.spill = join(folder, 'spill');
    this.#folder = join(folder, 'tasks');
    this.#sealing = sealing;
  }

  async list(): Promise<readonly string[]> {
    return (await this.#all()).map(({ id }) => id);
  }

  async has(taskId: string): Promise<boolean> {
    return (await this.#read(taskId)) !== null;
  }

  async create(taskId: string, config: TaskConfig): Promise<void> {
    await mkdir(this.#path(taskId), { recursive: true, mode: 0o700 });
    await this.#write(taskId, { id: taskId, config: this.#sealing.seal(JSON.stringify(config)), state: { name: 'ready' }, plan: null });
  }

  /** A new password or retry time for a task that is otherwise the same. */
  async saveConfig(taskId: string, config: TaskConfig): Promise<void> {
    await this.#change(taskId, { config: this.#sealing.seal(JSON.stringify(config)) });
  }

  async remove(taskId: string): Promise<void> {
    await rm(this.#path(taskId), { recursive: true, force: true });
  }

  async running(): Promise<readonly string[]> {
    return (await this.#all()).filter(({ state }) => isRunning(state.name)).map(({ id }) => id);
  }

  async load(taskId: string): Promise<TaskRecord> {
    const stored = await this.#need(taskId);
    const progress = await readFile(this.#path(taskId, 'progress.json'), 'utf8').then(
      (json) => JSON.parse(json) as Progress,
      () => null,
    );
    return {
      id: stored.id,
      config: this.#opened(stored),
      state: stored.state,
      plan: stored.plan,
      progress,
    };
  }

  async saveState(taskId: string, state: TaskState): Promise<void> {
    await this.#change(taskId, { state });
  }

  async savePlan(taskId: string, plan: Plan): Promise<void> {
    await this.#change(taskId, { plan });
  }

  async saveLimits(taskId: string, parts: LimitedParts): Promise<void> {
    await this.#change(taskId, (stored) => ({ config: this.#sealing.seal(JSON.stringify({ ...this.#opened(stored), ...parts })) }));
  }

  async saveObjects(taskId: string, objects: TaskConfig['objects'], plan: Plan): Promise<void> {
    await this.#change(taskId, (stored) => ({ config: this.#sealing.seal(JSON.stringify({ ...this.#opened(stored), objects })), plan }));
  }

  async append(taskId: string, events: readonly TaskEvent[], progress: Progress): Promise<void> {
    const lines = events.filter((event) => event.kind === 'log').map((event) => `${JSON.stringify(event)}\n`);
    if (lines.length > 0) await appendFile(this.#path(taskId, 'log.ndjson'), lines.join(''));
    if (performance.now() - this.#savedAt < PROGRESS_INTERVAL_MS) return;
    this.#savedAt = performance.now();
    await replaceFile(this.#path(taskId, 'progress.json'), JSON.stringify(progress));
  }

  #opened({ id, config }: Stored): TaskConfig {
    try {
      const opened = JSON.parse(this.#sealing.open(config)) as TaskConfig;
      // Of a task of before these parts were there.
      const { full, incremental, start = NO_START } = opened;
      return { ...opened, full: { ...NO_FULL, ...full }, incremental: { ...NO_INCREMENTAL, ...incremental }, start };
    } catch (cause) {
      throw new EngineError({
        code: 'secret.changed',
        message: {
          en: `The document of the task ${id} cannot be opened: it was sealed with another secret`,
          zh: `无法解密任务 ${id} 的文档：其加密所用的密钥与当前不同`,
        },
        hint: {
          en: 'Set OPENDTS_SECRET, or the file "secret" of the data folder, to what it was.',
          zh: '请将 OPENDTS_SECRET 或数据目录中的 secret 文件恢复为原值。',
        },
        retry: 'never',
        object: id,
        cause,
      });
    }
  }

  /** A folder without its document is what a kill left of a task that was being made. */
  async #all(): Promise<readonly Stored[]> {
    const entries = await orNone(readdir(this.#folder, { withFileTypes: true }));
    const folders = (entries ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const all = await Promise.all(folders.sort().map((name) => readStored(join(this.#folder, name))));
    return all.filter((stored) => stored !== null);
  }

  #change(taskId: string, part: Partial<Stored> | ((stored: Stored) => Partial<Stored>)): Promise<void> {
    const written = this.#writes.then(async () => {
      const stored = await this.#need(taskId);
      await this.#write(taskId, { ...stored, ...(typeof part === 'function' ? part(stored) : part) });
    });
    this.#writes = written.catch(() => {});
    return written;
  }

  async #need(taskId: string): Promise<Stored> {
    const stored = await this.#read(taskId);
    if (stored !== null) return stored;
    throw new EngineError({
      code: 'task.not-found',
      message: { en: `There is no task ${taskId}`, zh: `任务 ${taskId} 不存在` },
      hint: { en: 'List the tasks with: opendts ls', zh: '可用 opendts ls 列出任务。' },
      retry: 'never',
      object: taskId,
    });
  }

  #read(taskId: string): Promise<Stored | null> {
    return readStored(this.#path(taskId));
  }

  async #write(taskId: string, stored: Stored): Promise<void> {
    await replaceFile(this.#path(taskId, 'task.json'), JSON.stringify(stored));
  }

  #path(taskId: string, file = ''): string {
    return join(this.#folder, fileName(taskId), file);
  }
}

/** What a file system gives a name. */
const LONGEST_NAME = 200;

/** A task's name as that of a file: never a way out of its folder, and no longer than a file's name may be. */
export function fileName(taskId: string): string {
  const name = encodeURIComponent(taskId).replace(/^\./, '%2E');
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - 33)}~${createHash('sha256').update(taskId).digest('hex').slice(0, 32)}`;
}

async function readStored(folder: string): Promise<Stored | null> {
  const json = await orNone(readFile(join(folder, 'task.json'), 'utf8'));
  return json === null ? null : (JSON.parse(json) as Stored);
}

/** What is not there is null; what is there and cannot be read is no new task. */
function orNone<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

let replaced = 0;

/** Whole or not at all, whenever the process dies: written beside, then renamed over. */
async function replaceFile(path: string, content: string): Promise<void> {
  replaced += 1;
  const beside = `${path}.${process.pid}.${replaced}`;
  await writeFile(beside, content, { mode: 0o600, flush: true });
  await rename(beside, path);
}
