/** What goes wrong with the next loads. Each fault waits for a load that fits it, in the order they were asked for. */
export type Fault =
  /** Commits, and says that the data shows later; it does after so long. */
  | { readonly kind: 'publish timeout'; readonly visibleAfterMs: number }
  /** -235: nothing is loaded. */
  | { readonly kind: 'too many versions' }
  /** A failure that the backend reports with HTTP 200. */
  | { readonly kind: 'fail'; readonly message: string }
  /** Commits and shows the rows, and reports a failure: the backend heard nothing of its request to commit. */
  | { readonly kind: 'fail after commit'; readonly message: string }
  /** A failure that the frontend reports with HTTP 200, before anything has begun. */
  | { readonly kind: 'refuse'; readonly message: string }
  /** Commits and shows the rows, then breaks the connection without a word. */
  | { readonly kind: 'no answer' }
  /** The same, and the transaction stays open for so long before it commits. */
  | { readonly kind: 'late commit'; readonly commitAfterMs: number }
  /** Leads to a backend where nobody listens. */
  | { readonly kind: 'dead backend' }
  /** Breaks the connection when so many bytes of the body have come: the transaction is aborted. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** Waits before the answer. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Answers something that is not JSON, after the commit. */
  | { readonly kind: 'garbled answer' };

interface Waiting {
  readonly fault: Fault;
  /** Only loads into this table. */
  readonly table: string | null;
  times: number;
}

const AT_FRONTEND: ReadonlySet<Fault['kind']> = new Set<Fault['kind']>(['refuse', 'dead backend']);

export class Faults {
  readonly #waiting: Waiting[] = [];
  /** Refuses everything that writes, by SQL and by load. */
  readOnly = false;
  /** Loads are read, counted and dropped. */
  sink = false;
  /** How long each phase of a slow schema change takes. */
  schemaChangeMs = 300;
  /** Slow schema changes end as CANCELLED, for this reason. */
  schemaChangeFails: string | null = null;
  /** Ends each MySQL connection at its next statement. */
  dropConnections = false;

  next(fault: Fault, { times = 1, table = null }: { readonly times?: number; readonly table?: string | null } = {}): void {
    this.#waiting.push({ fault, times, table });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  /** Takes the first fault that is due at this node for this table. */
  take(node: 'frontend' | 'backend', table: string): Fault | null {
    const index = this.#waiting.findIndex(
      (one) => AT_FRONTEND.has(one.fault.kind) === (node === 'frontend') && (one.table === null || one.table === table),
    );
    const found = this.#waiting[index];
    if (found === undefined) return null;
    found.times -= 1;
    if (found.times <= 0) this.#waiting.splice(index, 1);
    return found.fault;
  }
}
