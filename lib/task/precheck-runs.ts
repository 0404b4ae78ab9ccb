import type { Finding, PrecheckNews } from '#engine/precheck/check.ts';
import type { StreamEvent } from '#lib/http/sse.ts';
import { perProcess } from '#lib/process.ts';

type Listener = (event: StreamEvent) => void;

/** A precheck that runs, with what it has found so far: whoever begins to listen in its middle is told of that first. */
class PrecheckRun {
  #items: Extract<PrecheckNews, { kind: 'items' }>['items'] = [];
  readonly #findings: Finding[] = [];

  hear(news: PrecheckNews): void {
    if (news.kind === 'items') this.#items = news.items;
    else this.#findings.push(news.finding);
  }

  /** What a listener is told first. */
  picture(): PrecheckPicture {
    return { items: this.#items, findings: this.#findings };
  }
}

export interface PrecheckPicture {
  readonly items: readonly Pick<Finding, 'code' | 'title'>[];
  readonly findings: readonly Finding[];
}

/** The prechecks of this process by task: one of a task at a time, of which an older one that ends later says nothing any more. */
class PrecheckRuns {
  readonly #runs = new Map<string, PrecheckRun>();
  readonly #listeners = new Map<string, Set<Listener>>();

  begin(id: string): PrecheckRun {
    const run = new PrecheckRun();
    this.#runs.set(id, run);
    return run;
  }

  isLatest(id: string, run: PrecheckRun): boolean {
    return this.#runs.get(id) === run;
  }

  hear(id: string, run: PrecheckRun, news: PrecheckNews): void {
    if (!this.isLatest(id, run)) return;
    run.hear(news);
    if (news.kind === 'items') this.#tell(id, { event: 'picture', data: run.picture() });
    else this.#tell(id, { event: 'finding', data: news.finding });
  }

  /** Its results are stored, or it came to nothing. */
  end(id: string, run: PrecheckRun): void {
    if (!this.isLatest(id, run)) return;
    this.#runs.delete(id);
    this.#tell(id, { event: 'over', data: {} });
  }

  join(id: string, send: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set<Listener>();
    this.#listeners.set(id, listeners.add(send));
    const run = this.#runs.get(id);
    if (run !== undefined) send({ event: 'picture', data: run.picture() });
    return () => {
      listeners.delete(send);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  #tell(id: string, event: StreamEvent): void {
    for (const send of this.#listeners.get(id) ?? []) send(event);
  }
}

export function precheckRuns(): PrecheckRuns {
  return perProcess('prechecks', () => new PrecheckRuns());
}
