import { randomBytes } from 'node:crypto';
import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { StreamEvent } from '#lib/http/sse.ts';
import { perProcess } from '#lib/process.ts';
import { type News, taskHub } from './hub.ts';
import { diffProgress, type ProgressPatch } from './patch.ts';
import { readTask } from './queries.ts';
import type { LogLine } from './view.ts';

/** The first message of a stream. */
export interface Picture {
  readonly state: TaskState;
  readonly progress: Progress;
}

/** Every later one. */
export interface Patch {
  readonly state?: TaskState;
  readonly progress?: ProgressPatch;
  readonly log?: readonly LogLine[];
  /** Document or findings changed: fetch the task again. */
  readonly document?: true;
  readonly removed?: true;
}

/** Fast enough to look live, slow enough that a thousand events a second are four messages. */
const FLUSH_MS = 250;
/**
 * Between messages, for each who looks: two hundred are told once a second, and the console writes no more than for fifty. On two
 * cores that a task keeps busy 200 pages cost it a fifth of its rows a second before, and nothing that can be measured since.
 */
const FLUSH_MS_EACH = 5;
/** Two minutes of messages: what a browser can miss and still be given only the missing. */
const KEPT = 500;
const LINGER_MS = 60_000;

/** What happened to one task, numbered, for any number of browsers. */
class TaskFeed {
  /** Numbers of another process, or of an earlier feed, mean nothing here. */
  readonly #run = randomBytes(4).toString('hex');
  readonly #kept: { readonly seq: number; readonly patch: Patch }[] = [];
  readonly #listeners = new Set<(event: StreamEvent) => void>();
  readonly #unsubscribe: () => void;
  readonly #onIdle: () => void;
  #seq = 0;
  #sent: Picture;
  #next: { state: TaskState; progress: Progress; log: LogLine[]; document: boolean; removed: boolean };
  #timer: NodeJS.Timeout | null = null;
  #linger: NodeJS.Timeout | null = null;

  constructor(id: string, init: { readonly picture: Picture; readonly early: readonly News[]; readonly onIdle: () => void }) {
    this.#sent = init.picture;
    this.#next = { ...init.picture, log: [], document: false, removed: false };
    this.#onIdle = init.onIdle;
    this.#unsubscribe = taskHub().subscribe((taskId, news) => {
      if (taskId === id) this.#hear(news);
    });
    for (const news of init.early) this.#hear(news);
  }

  join(after: string | null, send: (event: StreamEvent) => void): () => void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#flush();
    const missed = this.#missed(after);
    if (missed === null) send({ event: 'picture', id: this.#idOf(this.#seq), data: this.#sent });
    else for (const { seq, patch } of missed) send({ event: 'patch', id: this.#idOf(seq), data: patch });
    this.#listeners.add(send);
    return () => {
      this.#listeners.delete(send);
      if (this.#listeners.size === 0) this.#linger = setTimeout(() => this.#end(), LINGER_MS).unref();
    };
  }

  #end(): void {
    this.#unsubscribe();
    this.#onIdle();
  }

  #idOf(seq: number): string {
    return `${this.#run}-${seq}`;
  }

  /** What came after message `after`; null when that cannot be told. */
  #missed(after: string | null): readonly { readonly seq: number; readonly patch: Patch }[] | null {
    const [run, number] = after?.split('-') ?? [];
    const seq = Number(number);
    if (run !== this.#run || !Number.isSafeInteger(seq) || seq > this.#seq) return null;
    const oldest = this.#kept[0]?.seq ?? this.#seq + 1;
    return seq + 1 < oldest ? null : this.#kept.filter((each) => each.seq > seq);
  }

  #hear(news: News): void {
    if (news.kind === 'state') this.#next.state = news.state;
    else if (news.kind === 'progress') this.#next.progress = news.progress;
    else if (news.kind === 'log') this.#next.log.push(...news.lines);
    else if (news.kind === 'document') this.#next.document = true;
    else this.#next.removed = true;
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(FLUSH_MS, this.#listeners.size * FLUSH_MS_EACH));
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { state, progress, log, document, removed } = this.#next;
    const changed = diffProgress(this.#sent.progress, progress);
    const patch: Patch = {
      ...(state === this.#sent.state ? {} : { state }),
      ...(changed === null ? {} : { progress: changed }),
      ...(log.length === 0 ? {} : { log }),
      ...(document ? { document } : {}),
      ...(removed ? { removed } : {}),
    };
    if (Object.keys(patch).length === 0) return;
    this.#sent = { state, progress };
    this.#next = { state, progress, log: [], document: false, removed: false };
    this.#seq += 1;
    this.#kept.push({ seq: this.#seq, patch });
    if (this.#kept.length > KEPT) this.#kept.shift();
    const message = { event: 'patch', id: this.#idOf(this.#seq), data: patch };
    for (const send of this.#listeners) send(message);
  }
}

/**
 * Lets one browser follow a task: the missing messages when `after` (its Last-Event-ID) can be continued, else the whole picture,
 * then everything that happens. Resolves with the way to end it.
 */
export async function followTask(id: string, after: string | null, send: (event: StreamEvent) => void): Promise<() => void> {
  const feeds = perProcess('task-feeds', () => new Map<string, Promise<TaskFeed>>());
  let feed = feeds.get(id);
  if (feed === undefined) {
    feed = openFeed(id, () => feeds.delete(id));
    feed.catch(() => feeds.delete(id));
    feeds.set(id, feed);
  }
  return (await feed).join(after, send);
}

/** Hears the hub from before the task is read: what happens meanwhile is told after it. */
async function openFeed(id: string, onIdle: () => void): Promise<TaskFeed> {
  const early: News[] = [];
  const unsubscribe = taskHub().subscribe((taskId, news) => {
    if (taskId === id) early.push(news);
  });
  try {
    const { state, progress } = await readTask(id);
    return new TaskFeed(id, { picture: { state, progress }, early, onIdle });
  } finally {
    unsubscribe();
  }
}
