import { diagnoseEndpoint, openDestination } from './destination/index.ts';
import type { Engine, ReleaseReport, Structure } from './engine.ts';
import { reportOf } from './errors.ts';
import { keptAtSource, openSource } from './source/index.ts';
import type { Leftover, Source } from './source/source.ts';
import type { SourceEndpoint, TaskConfig } from './task/config.ts';
import { readDesigns } from './task/designs.ts';
import { TaskHost } from './task/host.ts';
import { joiningId } from './task/join/config.ts';
import { leftBehind } from './task/join/words.ts';
import { mendingOf, mendingOfTable } from './task/mend.ts';
import { mendingOfCopy } from './task/mend-copy.ts';
import { mendingOfDdl } from './task/mend-ddl.ts';
import { changingOf } from './task/objects/change.ts';
import { lookAtObjects } from './task/objects/preview.ts';
import { applyRemedy, estimate, precheck } from './task/precheck.ts';
import { prepare, presentObjects } from './task/prepare.ts';
import { presenceOf, requireSameServer } from './task/same-server.ts';
import { isRunning, stillRuns, type TaskState } from './task/state.ts';
import type { TaskRecord, TaskStore } from './task/store.ts';

export type { Engine, Notice } from './engine.ts';

/** The name browsing connections use where a task's would stand: nothing is kept under it. */
const NO_TASK = 'browse';

/** Makes the engine of this process over a store; nothing runs until `start` or `send`. */
export function createEngine(init: { readonly store: TaskStore }): Engine {
  return new LocalEngine(init.store);
}

class LocalEngine implements Engine {
  readonly #store: TaskStore;
  readonly #hosts = new Map<string, Promise<TaskHost>>();

  constructor(store: TaskStore) {
    this.#store = store;
  }

  async start(): Promise<void> {
    const ids = await this.#store.running();
    const started = await Promise.allSettled(ids.map(async (id) => (await this.#host(id)).goOn()));
    // One task that cannot go on (its document was sealed with another secret, say) does not hold up the others.
    started.forEach((result, index) => {
      if (result.status === 'rejected') console.error(`Task ${ids[index]} cannot go on:`, result.reason);
    });
  }

  async close(): Promise<void> {
    const hosts = await Promise.allSettled(this.#hosts.values());
    await Promise.all(hosts.map((host) => (host.status === 'fulfilled' ? host.value.close() : undefined)));
    this.#hosts.clear();
  }

  diagnose: Engine['diagnose'] = (endpoint, use) => diagnoseEndpoint(endpoint, use);

  schemas(endpoint: SourceEndpoint) {
    return this.#browse(endpoint, (source) => source.schemas());
  }

  tables(endpoint: SourceEndpoint, schema: string) {
    return this.#browse(endpoint, (source) => source.tables(schema));
  }

  columns: Engine['columns'] = (endpoint, table) => this.#browse(endpoint, (source) => source.columns(table));

  objects: Engine['objects'] = (endpoint, schema) => this.#browse(endpoint, (source) => source.objects(schema));

  find: Engine['find'] = (endpoint, wanted) => this.#browse(endpoint, (source) => source.find(wanted));

  eventTriggers: Engine['eventTriggers'] = (endpoint) => this.#browse(endpoint, (source) => source.eventTriggers());

  verifyFilter: Engine['verifyFilter'] = (endpoint, table, where) => this.#browse(endpoint, (source) => source.verifyFilter(table, where));

  countFiltered: Engine['countFiltered'] = (endpoint, asked) => this.#browse(endpoint, (source) => source.countFiltered(asked));

  precheck: Engine['precheck'] = (config, options) => precheck(config, options);

  remedy: Engine['remedy'] = (config, code, shown) => applyRemedy(config, code, shown);

  estimate: Engine['estimate'] = (config) => estimate(config);

  preview(config: TaskConfig): Promise<Structure> {
    return previewStructure(config);
  }

  async structure(taskId: string): Promise<Structure> {
    const { config, plan } = await this.#store.load(taskId);
    if (plan === null) return previewStructure(config);
    return { statements: plan.statements, present: plan.present ?? [], leftOut: plan.leftOut };
  }

  designs: Engine['designs'] = (config, only) => readDesigns(config, only);

  mend: Engine['mend'] = async (taskId, mend) => (await this.#current(taskId)).mend(mendingOf(mend));

  mendTable: Engine['mendTable'] = async (taskId, mend) => (await this.#current(taskId)).mend(mendingOfTable(mend));

  mendDdl: Engine['mendDdl'] = async (taskId, mend) => (await this.#current(taskId)).mend(await mendingOfDdl(mend));

  copyTable: Engine['copyTable'] = async (taskId, table) => (await this.#current(taskId)).mend(mendingOfCopy(table));

  copyAgain: Engine['copyAgain'] = async (taskId) => (await this.#current(taskId)).copyAgain();

  adjust: Engine['adjust'] = async (taskId, change) => (await this.#current(taskId)).adjust(change);

  async restart(taskId: string): Promise<void> {
    const host = await this.#current(taskId);
    await host.close();
    await host.goOn();
  }

  previewObjects: Engine['previewObjects'] = async (taskId, asked) => (await lookAtObjects(await this.#store.load(taskId), asked)).preview;

  changeObjects: Engine['changeObjects'] = async (taskId, asked) => {
    const changing = await changingOf(await this.#store.load(taskId), asked);
    await (await this.#current(taskId)).changeObjects(changing);
    return changing.preview;
  };

  requireSameServer: Engine['requireSameServer'] = (moved) => requireSameServer(moved);

  presence: Engine['presence'] = (endpoint, side) => presenceOf(endpoint, side);

  async state(taskId: string): Promise<TaskState> {
    return (await this.#store.load(taskId)).state;
  }

  async send(taskId: string, signal: 'start' | 'pause' | 'resume' | 'stop'): Promise<TaskState> {
    const host = await this.#current(taskId);
    const state = await host.send({ kind: signal });
    if (state.name === 'stopped') await this.#letGo(taskId, host);
    return state;
  }

  async release(taskId: string): Promise<ReleaseReport> {
    const record = await this.#store.load(taskId);
    if (isRunning(record.state.name)) throw stillRuns(record.config.name);
    const leftovers: Leftover[] = [];
    // What was to join first: the task's own goes last, so that a release that was cut off is done again whole.
    for (const name of namesOf(record)) {
      leftovers.push(...(await this.#releaseSource(name, record.config)));
      leftovers.push(...(await this.#releaseDestination(name, record.config)));
    }
    if (leftovers.length === 0) this.#hosts.delete(taskId);
    return { leftovers };
  }

  async watch(taskId: string, listener: Parameters<Engine['watch']>[1]): Promise<() => void> {
    return (await this.#current(taskId)).watch(listener);
  }

  /** The host of a task, as the task is now: while it does not run, others change it in the store. */
  async #current(taskId: string): Promise<TaskHost> {
    const host = await this.#host(taskId);
    if (!isRunning(host.state.name)) host.refresh(await this.#store.load(taskId));
    return host;
  }

  #host(taskId: string): Promise<TaskHost> {
    let host = this.#hosts.get(taskId);
    if (host === undefined) {
      host = this.#store.load(taskId).then((record) => new TaskHost(this.#store, record));
      host.catch(() => this.#hosts.delete(taskId));
      this.#hosts.set(taskId, host);
    }
    return host;
  }

  async #browse<T>(endpoint: SourceEndpoint, work: (source: Source) => Promise<T>): Promise<T> {
    await using source = await openSource(endpoint, NO_TASK);
    return await work(source);
  }

  /** A stopped task never goes on: its slot would only keep the source's log from being removed. */
  async #letGo(taskId: string, host: TaskHost): Promise<void> {
    const record = await this.#store.load(taskId);
    const left = await Promise.all(namesOf(record).map((name) => this.#releaseSource(name, record.config)));
    for (const each of left.flat()) host.note(leftBehind(each));
  }

  async #releaseSource(taskId: string, config: TaskConfig): Promise<readonly Leftover[]> {
    if (!config.types.includes('incremental')) return [];
    try {
      await using source = await openSource(config.source, taskId);
      return await source.release();
    } catch (error) {
      return keptAtSource(taskId).map((kept) => ({ ...kept, error: reportOf(error) }));
    }
  }

  async #releaseDestination(taskId: string, config: TaskConfig): Promise<readonly Leftover[]> {
    try {
      await using destination = await openDestination(config.destination, taskId);
      return await destination.release();
    } catch (error) {
      return [
        {
          object: 'schema opendts',
          sql: 'drop schema opendts cascade; -- when no other task writes to this database',
          error: reportOf(error),
        },
      ];
    }
  }
}

/** What it keeps at both sides goes by these. */
function namesOf({ id, plan }: Pick<TaskRecord, 'id' | 'plan'>): readonly string[] {
  return [...(plan?.joining ?? []).map((joining) => joiningId(id, joining)), id];
}

async function previewStructure(config: TaskConfig): Promise<Structure> {
  await using source = await openSource(config.source, NO_TASK);
  await using destination = await openDestination(config.destination, NO_TASK);
  const prepared = await prepare(config, source, destination);
  const { statements, leftOut } = prepared.plan;
  return { statements, leftOut, present: await presentObjects(prepared, destination) };
}
