import type { Engine, Notice } from '../engine.ts';
import { EngineError, errorFrom } from '../errors.ts';
import { createEngine } from '../index.ts';
import type { Progress } from '../progress/progress.ts';
import type { DestinationEndpoint, SourceEndpoint, TaskConfig } from '../task/config.ts';
import type { FileTaskStore } from '../task/file-store.ts';
import { errorOf, isRunning, type TaskState } from '../task/state.ts';
import { dataFolder, lockTask, openStore } from './data.ts';
import { BadDocument, readDocument } from './document.ts';
import { printFindings } from './findings.ts';
import { openScreen, type Screen } from './screen.ts';

const ECHO_MS = 1_000;

export interface RunOptions {
  readonly until: 'finished' | 'caught-up' | null;
  readonly json: boolean;
  readonly data: string | undefined;
}

/**
 * `opendts run`: prechecks a new task, or goes on with the task of that name, until the condition holds.
 * @returns the exit code: 0 when it holds, 1 when the precheck or the task failed, or the task paused by itself
 */
export async function runCommand(file: string, options: RunOptions): Promise<number> {
  const config = await readDocument(file);
  refuseEndless(file, config, options.until);
  const folder = dataFolder(options.data);
  const store = await openStore(folder);
  await using _lock = await lockTask(folder, config.name);
  const engine = createEngine({ store });
  try {
    if (!(await admit(engine, store, { config, json: options.json }))) return 1;
    return await walk(engine, config, options);
  } finally {
    await engine.close();
  }
}

function refuseEndless(file: string, { types }: TaskConfig, until: RunOptions['until']): void {
  if (until !== 'finished' || !types.includes('incremental')) return;
  throw new BadDocument(
    `${file} asks for incremental, which follows changes until it is stopped: it never finishes.\n` +
      'Wait with --until caught-up, or leave incremental out of "types".',
  );
}

/** A new task passes the precheck first; a known one must be the same task. */
async function admit(
  engine: Engine,
  store: FileTaskStore,
  request: { readonly config: TaskConfig; readonly json: boolean },
): Promise<boolean> {
  const { config } = request;
  if (await store.has(config.name)) {
    const known = await store.load(config.name);
    refuseOther(known.config, config);
    await store.saveConfig(config.name, config);
    return true;
  }
  const findings = await engine.precheck(config);
  const blocked = findings.some((finding) => finding.severity === 'fail' || (finding.severity === 'warn' && !finding.accepted));
  if (blocked || !request.json) printFindings(findings, request.json);
  if (blocked) return false;
  await store.create(config.name, config);
  return true;
}

/** What may not change between two runs of one task, unlike how to log in, how hard to work, how long to retry. */
function identity(config: TaskConfig): string {
  const side = ({ type, host, port, database }: SourceEndpoint | DestinationEndpoint) => ({ type, host, port, database });
  const { kind, types, conflictMode, nameCase, objects, structure, full } = config;
  const sides = { source: side(config.source), destination: side(config.destination) };
  return JSON.stringify({ ...sides, kind, types, conflictMode, nameCase, objects, structure, largeObjects: full.largeObjects });
}

function refuseOther(known: TaskConfig, config: TaskConfig): void {
  if (identity(known) === identity(config)) return;
  throw new EngineError({
    code: 'task.name-taken',
    message: {
      en: `There is another task named ${config.name}, with other databases, types or objects`,
      zh: `已存在同名任务 ${config.name}，但其数据库、类型或对象不同`,
    },
    hint: {
      en: `Change "name" in this document, or release the other task: opendts release ${config.name}`,
      zh: `请修改文档中的 name，或释放原任务：opendts release ${config.name}`,
    },
    retry: 'never',
    object: config.name,
  });
}

async function walk(engine: Engine, config: TaskConfig, options: RunOptions): Promise<number> {
  const screen = openScreen(config.name, options.json);
  const stop = deferred<'signal'>();
  let since: number | null = null;
  const onSignal = () => {
    // Asked again it ends at once, which is safe; a terminal's Ctrl-C comes once more from each program between it and us.
    if (since !== null && Date.now() - since > ECHO_MS) process.exit(130);
    since ??= Date.now();
    stop.resolve('signal');
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  const reached = deferred<TaskState>();
  const unwatch = await engine.watch(config.name, watcher({ screen, config, until: options.until, reached: reached.resolve }));
  try {
    await set(engine, config.name);
    const end = await Promise.race([reached.promise, stop.promise]);
    const state = end === 'signal' ? await pause(engine, config.name) : end;
    if (state.name === 'streaming') await pause(engine, config.name);
    screen.close(state);
    const error = errorOf(state);
    if (error !== null) throw errorFrom(error);
    return end === 'signal' && options.until !== null ? 1 : 0;
  } finally {
    unwatch();
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Gets the task going from whatever state the last run left it in. */
async function set(engine: Engine, taskId: string): Promise<void> {
  const state = await engine.state(taskId);
  if (state.name === 'ready') await engine.send(taskId, 'start');
  else if ('from' in state) await engine.send(taskId, 'resume');
  else if (isRunning(state.name)) await engine.start();
}

/** At a checkpoint; a task that ended meanwhile stays as it ended. */
async function pause(engine: Engine, taskId: string): Promise<TaskState> {
  const state = await engine.state(taskId);
  return isRunning(state.name) ? engine.send(taskId, 'pause') : state;
}

function watcher(init: {
  readonly screen: Screen;
  readonly config: TaskConfig;
  readonly until: RunOptions['until'];
  readonly reached: (state: TaskState) => void;
}) {
  const { screen, config, until, reached } = init;
  let state: TaskState | null = null;
  let fresh = false;
  let told = false;
  return (notice: Notice): void => {
    if (notice.kind !== 'events') state = notice.state;
    if (notice.kind === 'state') fresh = true;
    if (notice.kind === 'events' && notice.events.some(({ kind }) => kind === 'applied')) told = true;
    if (notice.kind !== 'state') screen.show(notice);
    if (notice.kind === 'state') screen.state(notice.state);
    if (state === null) return;
    // The first picture of a resumed task still shows how the last run ended.
    const ended = state.name === 'finished' || state.name === 'stopped' || (fresh && errorOf(state) !== null);
    // The same of how far it was behind: what the source has written meanwhile is told once it is followed.
    const caughtUp =
      until === 'caught-up' &&
      told &&
      notice.kind === 'events' &&
      config.types.includes('incremental') &&
      isCaughtUp(state, notice.progress);
    if (ended || caughtUp) reached(state);
  };
}

function isCaughtUp(state: TaskState, progress: Progress): boolean {
  const { stream, retry } = progress;
  return state.name === 'streaming' && retry === null && stream !== null && stream.bytesBehind === 0 && (stream.waiting ?? 0) === 0;
}
