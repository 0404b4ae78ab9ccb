import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openDestination } from '../destination/index.ts';
import type { Mend, TableMend } from '../engine.ts';
import { errorFrom, reportOf } from '../errors.ts';
import type { CopyAsked, DdlAnswer } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { openSource } from '../source/index.ts';
import { Joins } from './join/joins.ts';
import { type Limits, limitsOf } from './limits.ts';
import { mended, mendedTable } from './mend.ts';
import { copyAsked } from './mend-copy.ts';
import { answered } from './mend-ddl.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import type { ObjectsChanged } from './objects/changed.ts';
import { type PlanChange, withChange } from './plan-change.ts';
import { type Endpoints, renew } from './renew.ts';
import { withRetry } from './retry.ts';
import type { RunInit } from './run-init.ts';
import { runTask } from './runner.ts';
import { following } from './state.ts';

/** Events travel together at this interval: a thread hop for each would cost more than the work it reports. */
const FLUSH_MS = 100;

/** The data plane of one task, in a thread of its own: COPY pipes, decoding, applying. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file runs as a worker thread.');
  const start = workerData as WorkerStart;
  const link = new Link((message) => port.postMessage(message));
  port.on('message', (message: ToWorker) => link.receive(message));
  const { config, taskId } = start;
  const { decoder, spillMegabytes } = config.incremental;
  let { state, plan } = start;
  let limits = limitsOf(config, availableParallelism());
  const { emit, signal } = link;
  // Every attempt must go on with it, this one as well while it still opens its connections.
  const remember = (mend: Mend) => {
    if (plan !== null) plan = mended(plan, mend);
  };
  const rememberTable = (mend: TableMend) => {
    if (plan !== null) plan = mendedTable(plan, mend);
    joins.mend(mend);
  };
  const rememberAnswer = (answer: DdlAnswer | CopyAsked) => {
    if (plan !== null) plan = 'refused' in answer ? answered(plan, answer) : copyAsked(plan, answer);
  };
  const changePlan = async (change: PlanChange) => {
    await link.ask(change);
    plan = withChange(plan, change);
  };
  const keep = (changed: Limits) => {
    limits = changed;
    joins.limit(changed);
  };
  const reading = { folder: start.spill, bytes: spillMegabytes * 1_000_000, decoder, asText: new Set<string>() };
  const joins = new Joins({
    taskId,
    plan: () => plan,
    save: (news) => changePlan({ saveJoined: news }),
    openSource: (name) => openSource(config.source, name, reading),
    openDestination: (name) => openDestination(config.destination, name, config.selectdb),
    emit: link.emit,
  });
  link.onMend(remember);
  link.onTableMend(rememberTable);
  link.onAnswer(rememberAnswer);
  link.onLimits(keep);
  link.onEndpoints((endpoints) => renew(config, endpoints));
  // Whatever it is at now: what follows the log looks at both when it is told, and when it begins.
  link.onObjects(({ objects, ...parts }) => {
    config.objects = objects;
    if (plan !== null) plan = { ...plan, ...parts };
    joins.changed();
    return joins.leaving.done();
  });
  // What failed may have failed for a password that was changed since. A store that is away has no newer one.
  const askEndpoints = () => link.ask('endpoints').catch(() => false);
  let attempts = 0;
  try {
    await withRetry({ advanced: config.advanced, emit, signal }, async ({ onDurable, pause }) => {
      attempts += 1;
      if (attempts > 1) await askEndpoints();
      const attempt = (): RunInit => ({
        config,
        state,
        plan: () => plan,
        openSource: () => openSource(config.source, taskId, reading),
        openDestination: () => openDestination(config.destination, taskId, config.selectdb),
        savePlan: (made) => changePlan({ savePlan: made }),
        saveTimeline: (timeline) => changePlan({ saveTimeline: timeline }),
        advance: async () => {
          const goesOn = await link.ask('advance');
          state = following(state, config.types.includes('full'));
          return goesOn;
        },
        onMend: (listener) =>
          link.onMend((mend) => {
            remember(mend);
            listener(mend);
          }),
        onTableMend: (listener) =>
          link.onTableMend((mend) => {
            rememberTable(mend);
            listener(mend);
          }),
        onAnswer: (listener) =>
          link.onAnswer((answer) => {
            rememberAnswer(answer);
            listener();
          }),
        limits: () => limits,
        onLimits: (listener) =>
          link.onLimits((changed) => {
            keep(changed);
            listener(changed);
          }),
        pause: async (error) => {
          await pause(error);
          await askEndpoints();
        },
        joins,
        emit: joins.emit,
        onDurable,
        signal,
      });
      await runTask(attempt());
    });
    link.end({ kind: 'done' });
  } catch (error) {
    link.end({ kind: 'failed', error: reportOf(error) });
  }
  port.close();
}

/** Messages in both directions, in order: an answer is asked for only after every event before it was sent. */
class Link {
  readonly #post: (message: FromWorker) => void;
  readonly #abort = new AbortController();
  readonly #waiting = new Map<number, (message: Extract<ToWorker, { kind: 'answer' | 'refused' }>) => void>();
  #events: TaskEvent[] = [];
  #timer: NodeJS.Timeout | null = null;
  #asked = 0;
  #mend: (mend: Mend) => void = () => {};
  #tableMend: (mend: TableMend) => void = () => {};
  #answer: (answer: DdlAnswer | CopyAsked) => void = () => {};
  #limits: (limits: Limits) => void = () => {};
  #endpoints: (endpoints: Endpoints) => void = () => {};
  #objects: (changed: ObjectsChanged) => Promise<void> = async () => {};
  readonly signal = this.#abort.signal;

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  readonly emit = (event: TaskEvent): void => {
    this.#events.push(event);
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  };

  ask(what: Extract<FromWorker, { kind: 'ask' }>['what']): Promise<boolean> {
    this.#flush();
    this.#asked += 1;
    const id = this.#asked;
    this.#post({ kind: 'ask', id, what });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => (message.kind === 'answer' ? resolve(message.value) : reject(errorFrom(message.error))));
    });
  }

  /** The listener of the run that goes on now; one that ended has no more to mend. */
  onMend(listener: (mend: Mend) => void): void {
    this.#mend = listener;
  }

  onTableMend(listener: (mend: TableMend) => void): void {
    this.#tableMend = listener;
  }

  onLimits(listener: (limits: Limits) => void): void {
    this.#limits = listener;
  }

  onEndpoints(listener: (endpoints: Endpoints) => void): void {
    this.#endpoints = listener;
  }

  /** Resolves when it is as they say. */
  onObjects(listener: (changed: ObjectsChanged) => Promise<void>): void {
    this.#objects = listener;
  }

  onAnswer(listener: (answer: DdlAnswer | CopyAsked) => void): void {
    this.#answer = listener;
  }

  receive(message: ToWorker): void {
    if (message.kind === 'stop') this.#abort.abort();
    else if (message.kind === 'mend') this.#mend(message.mend);
    else if (message.kind === 'mend-table') this.#tableMend(message.mend);
    else if (message.kind === 'answer-ddl') this.#answer(message.answer);
    else if (message.kind === 'copy-table') this.#answer(message.asked);
    else if (message.kind === 'objects') void this.#objects(message.changed).then(() => this.#post({ kind: 'taken' }));
    else if (message.kind === 'limits') this.#limits(message.limits);
    else if (message.kind === 'endpoints') this.#endpoints(message.endpoints);
    else this.#answered(message);
  }

  #answered(message: Extract<ToWorker, { kind: 'answer' | 'refused' }>): void {
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }

  end(message: FromWorker): void {
    this.#flush();
    this.#post(message);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#events.length === 0) return;
    this.#post({ kind: 'events', events: this.#events });
    this.#events = [];
  }
}

await main();
