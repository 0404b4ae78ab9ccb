import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ErrorReport } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskConfig } from './config.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { changedObjects } from './objects/changed.ts';
import { crashed } from './refusals.ts';
import type { Endpoints } from './renew.ts';

/** Time a worker has to reach a checkpoint before it is ended; ending it is safe, only slower to resume. */
const STOP_TIMEOUT_MS = 15_000;

/** Where the engine's own files are: the console runs bundled, its worker threads from source. */
const ENGINE_ROOT = process.env.OPENDTS_ROOT ?? process.cwd();

/** What a thread has to say. */
export interface Heard {
  readonly message: (message: Extract<FromWorker, { kind: 'events' | 'ask' }>) => void;
  /** Once, whether it said so or fell. */
  readonly failed: (error: ErrorReport) => void;
  readonly ended: () => void;
}

/** The worker thread of a task, while it runs. */
export class TaskThread {
  readonly #worker: Worker;
  #taken: () => void = () => {};
  readonly ended: Promise<void>;

  constructor(start: WorkerStart, heard: Heard) {
    const worker = startThread(start);
    let told = false;
    const failed = (error: ErrorReport) => {
      told = true;
      heard.failed(error);
    };
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'failed') failed(message.error);
      else if (message.kind === 'taken') this.#taken();
      else if (message.kind !== 'done') heard.message(message);
    });
    worker.on('error', (error) => {
      if (!told) failed(crashed(error));
    });
    this.#worker = worker;
    this.ended = new Promise((resolve) => {
      worker.once('exit', () => {
        heard.ended();
        resolve();
      });
    });
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** Tells it where its databases are reached now. */
  renew({ source, destination }: Endpoints): true {
    this.post({ kind: 'endpoints', endpoints: { source, destination } });
    return true;
  }

  /** Has it go on with other objects. False when it still follows what they take away after a while, for what it is at does not end. */
  change(objects: TaskConfig['objects'], plan: Plan): Promise<boolean> {
    this.post({ kind: 'objects', changed: changedObjects(objects, plan) });
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), STOP_TIMEOUT_MS);
      const taken = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#taken = taken;
      void this.ended.then(taken);
    });
  }

  /** Resolves when it has ended, at a checkpoint if it reaches one in time. */
  async stop(): Promise<void> {
    this.post({ kind: 'stop' });
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_TIMEOUT_MS);
    await this.ended;
    clearTimeout(timer);
  }
}

/** The thread registers tsx for itself; measured at 0.3 s a start, once a task. */
function startThread(start: WorkerStart): Worker {
  const boot = pathToFileURL(join(ENGINE_ROOT, 'engine', 'task', 'worker-boot.mjs'));
  // Without the process's own options: what a test runner or a bundler put there is not meant for the engine.
  return new Worker(boot, { workerData: start, execArgv: [], env: process.env });
}
