import type pg from 'pg';
import { translate } from '../../postgres/errors.ts';
import { type Ends, Pipeline, type PipelinedStatement, PipelineError, type Touched } from '../../postgres/pipeline.ts';
import { query } from '../../postgres/query.ts';
import type { TableId } from '../../schema/table.ts';

/** One statement of a batch. */
export interface Step {
  readonly text: string;
  readonly values: PipelinedStatement['values'];
  /** What a COPY reads. */
  readonly copy?: readonly Buffer[];
  /** What it is about, for whoever reads of its failure. */
  readonly object?: string;
  /** Whose time it takes. */
  readonly table?: TableId;
}

const SCOPE = { side: 'destination' } as const;
/** A table whose rows have many long values has a statement for each set of them that an UPDATE leaves as they are. */
const MOST_PREPARED = 500;

/**
 * The connection that changes are applied on. Each text is prepared once; plans are made once too and without looking at the values: a
 * batch of 20,000 keys would else be joined to the whole table, and planned anew each time.
 */
export class ApplySession {
  readonly client: pg.ClientBase;
  #names = new Map<string, string>();
  #prepared = new Set<string>();
  #settled = false;

  constructor(client: pg.ClientBase) {
    this.client = client;
  }

  /** Whether steps can be sent at once. */
  get isReady(): boolean {
    return this.#settled && this.#names.size <= MOST_PREPARED;
  }

  async ready(): Promise<void> {
    if (!this.#settled) await this.#settle();
    if (this.#names.size > MOST_PREPARED) await this.forget();
  }

  async run(steps: readonly Step[]): Promise<Touched> {
    await this.ready();
    return this.send(steps);
  }

  /**
   * Sends the steps, which takes one round trip, behind those that were sent before.
   * @throws EngineError about the first that failed; none behind it was run
   */
  async send(steps: readonly Step[], ends?: Ends): Promise<Touched> {
    const statements = steps.map(({ text, values, copy }) => ({ name: this.#nameOf(text), text, values, ...(copy && { copy }) }));
    const sent = Pipeline.run(this.client, statements, this.#prepared, ends);
    // Should one of them fail, and those behind it not be known to the server, all are made anew.
    for (const { name } of statements) this.#prepared.add(name);
    try {
      return await sent;
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      const object = steps[error.at]?.object;
      throw translate(error.cause, object === undefined ? SCOPE : { ...SCOPE, object });
    }
  }

  /** After a failure, or when tables are others than before. Inside a transaction that failed nothing but its end is possible. */
  async forget(): Promise<void> {
    this.#names = new Map();
    this.#prepared = new Set();
    await query(this.client, SCOPE, 'deallocate all');
  }

  /** An index is always there to find a row by its key, if there is one at all; the planner, which does not know how a table grows, must not scan it. */
  async #settle(): Promise<void> {
    await query(
      this.client,
      SCOPE,
      `select set_config(name, case name when 'plan_cache_mode' then 'force_generic_plan' else 'off' end, false)
       from pg_settings where name in ('plan_cache_mode', 'enable_seqscan', 'jit')`,
    );
    this.#settled = true;
  }

  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `opendts_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
