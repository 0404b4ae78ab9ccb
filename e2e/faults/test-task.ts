import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Engine, Notice } from '#engine/engine.ts';
import { createEngine } from '#engine/index.ts';
import { logEnd } from '#engine/postgres/before-10.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import type { TaskEvent } from '#engine/progress/event.ts';
import type { Progress } from '#engine/progress/progress.ts';
import { type TaskConfig, taskConfig } from '#engine/task/config.ts';
import { FileTaskStore } from '#engine/task/file-store.ts';
import { errorOf, type TaskState } from '#engine/task/state.ts';
import { type TestServers, value } from './servers.ts';

type Selection = TaskConfig['objects'];
export type TaskOptions = Partial<
  Pick<
    TaskConfig,
    'source' | 'destination' | 'types' | 'operations' | 'selectdb' | 'conflictMode' | 'nameCase' | 'structure' | 'start' | 'accepted'
  >
> & {
  readonly objects: Selection;
  readonly full?: Partial<TaskConfig['full']>;
  readonly incremental?: Partial<TaskConfig['incremental']>;
  /** Shorter than any document may ask for, so that a test need not wait for minutes. */
  readonly advanced?: TaskConfig['advanced'];
};

const UNSEALED = { seal: (plain: string) => plain, open: (sealed: string) => sealed };

/** One task in an engine of this process, over the file store: what a test tells it and hears from it. */
export class TestTask implements AsyncDisposable {
  readonly id: string;
  readonly engine: Engine;
  readonly events: TaskEvent[] = [];
  readonly #sourceUrl: string;
  readonly #waiting = new Set<() => void>();
  #state: TaskState = { name: 'ready' };
  #progress: Progress | null = null;

  private constructor(init: { readonly id: string; readonly engine: Engine; readonly sourceUrl: string }) {
    this.id = init.id;
    this.engine = init.engine;
    this.#sourceUrl = init.sourceUrl;
  }

  /** A ready task between two databases of the same name unless told otherwise; not started. */
  static async create(servers: TestServers, database: string, options: TaskOptions): Promise<TestTask> {
    const id = `task ${randomBytes(4).toString('hex')}`;
    const store = new FileTaskStore(join(servers.dir, 'engine'), UNSEALED);
    const { source, destination } = servers;
    const { advanced, ...rest } = options;
    const config = { name: id, source: source.endpoint(database), destination: destination.endpoint(database), ...rest };
    await store.create(id, { ...taskConfig.parse(config), ...(advanced === undefined ? {} : { advanced }) });
    const task = new TestTask({ id, engine: createEngine({ store }), sourceUrl: source.url(database) });
    await task.engine.watch(id, (notice) => task.#hear(notice));
    return task;
  }

  /** As the status page has it; null before the first news. */
  get progress(): Progress | null {
    return this.#progress;
  }

  get state(): TaskState {
    return this.#state;
  }

  async send(signal: 'start' | 'pause' | 'resume' | 'stop'): Promise<TaskState> {
    return this.engine.send(this.id, signal);
  }

  /** Starts and waits until changes are followed, or until the task has ended. */
  async startAndFollow(): Promise<void> {
    await this.send('start');
    await this.reaches('streaming');
  }

  /** @throws Error with the task's own error when it fails instead */
  async reaches(name: TaskState['name']): Promise<void> {
    await this.when(() => this.#state.name === name);
  }

  async when(holds: () => boolean): Promise<void> {
    for (;;) {
      if (holds()) return;
      const error = errorOf(this.#state);
      if (error !== null) throw new Error(`${error.code}: ${error.message.en}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Waits for an event told from now on. */
  async hears(matches: (event: TaskEvent) => boolean): Promise<void> {
    const from = this.events.length;
    await this.when(() => this.events.slice(from).some(matches));
  }

  /** Waits until everything the source has written by now is applied. */
  async catchesUp(): Promise<void> {
    const version = Number(await value(this.#sourceUrl, `select current_setting('server_version_num')`));
    const end = fromLsn((await value(this.#sourceUrl, `select ${logEnd(version)}`)) ?? '');
    await this.hears((event) => event.kind === 'applied' && event.position >= end && (event.waiting ?? 0) === 0);
  }

  /** Warnings and errors told so far. */
  complaints(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'log' && event.level !== 'info' ? [`${event.code}: ${event.message.en}`] : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
  }

  #hear(notice: Notice): void {
    if (notice.kind !== 'state') this.#progress = notice.progress;
    if (notice.kind === 'events') this.events.push(...notice.events);
    else this.#state = notice.state;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
