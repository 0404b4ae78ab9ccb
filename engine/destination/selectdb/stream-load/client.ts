import type { OutgoingHttpHeaders } from 'node:http';
import { EngineError } from '../../../errors.ts';
import type { TableName } from '../../../schema/table.ts';
import { sleep } from '../../../sleep.ts';
import type { SelectDbEndpoint } from '../../../task/config.ts';
import { literal, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import { type Answer, type LabelState, readAnswer, readLabelState } from './answer.ts';
import { broken, crowded, denied, outcomeUnknown, passing, refused, rowsDiffer, unreachable, unseen } from './failures.ts';
import { rejectedRows } from './rejected.ts';
import { ask, authorization, type Body, BrokenLoad, feUrl, headerText, LOAD_SECONDS, putRows, UnreadableBody } from './request.ts';

interface LoadOrder {
  readonly table: TableName;
  readonly label: string;
  /** Beside those that every load has. */
  readonly headers: OutgoingHttpHeaders;
  readonly body: Body;
  /** How many rows were sent; known when all were. */
  readonly rows: () => number;
  /** Columns that identify a row, for who is told of one that is refused. */
  readonly key: readonly string[];
  /** Sent twice, the rows would be there twice. */
  readonly appends: boolean;
}

/**
 * Every row counts: a value that its column cannot hold refuses the load instead of becoming NULL. Strings are compared in UTC, which
 * values with a zone were brought to already.
 */
const HEADERS: OutgoingHttpHeaders = {
  format: 'json',
  read_json_by_line: 'true',
  strip_outer_array: 'false',
  strict_mode: 'true',
  max_filter_ratio: '0',
  timezone: '+00:00',
  timeout: String(LOAD_SECONDS),
};

const FIRST_PAUSE_MS = 500;
const MOST_PAUSE_MS = 20_000;
/** In place; the task tries again after that by its own rules. */
const ATTEMPTS = 7;
const ASK_AGAIN_MS = 500;
/** Until nobody asks any more: a server that died with a load open gives it up by itself. */
const ASK_FOR_MS = 300_000;

/** Loads rows, each load once: what became of a request is known before the next one is made. */
export class StreamLoads {
  readonly #endpoint: SelectDbEndpoint;
  readonly #session: SelectDbSession;
  readonly #signal: AbortSignal;
  /** Committed, and perhaps not to be read yet: by label, into which table. */
  readonly #unseen = new Map<string, TableName>();

  constructor(endpoint: SelectDbEndpoint, session: SelectDbSession, signal: AbortSignal) {
    this.#endpoint = endpoint;
    this.#session = session;
    this.#signal = signal;
  }

  /**
   * Resolves when the rows are committed. Rows in memory are sent again in place; others can be read again only by who reads them.
   * @throws EngineError whose retry is `soon` when nothing was loaded and the same may succeed
   */
  async load(order: LoadOrder): Promise<void> {
    const path = `/api/${encodeURIComponent(order.table.schema)}/${encodeURIComponent(order.table.name)}/_stream_load`;
    const headers = { ...HEADERS, ...order.headers, label: order.label };
    const body = new Tried(order.body);
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.#attempt(order, () => putRows(this.#endpoint, path, headers, body.take()));
      if (failure === null) return;
      if (!body.isWhole || attempt >= ATTEMPTS || this.#signal.aborted) throw failure;
      await sleep(Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)), this.#signal);
      if (this.#signal.aborted) throw failure;
    }
  }

  /** Null when the rows are there; the error when nothing is, and the same may succeed. */
  async #attempt(order: LoadOrder, put: () => ReturnType<typeof putRows>): Promise<EngineError | null> {
    try {
      return await this.#settle(order, readAnswer(await put()));
    } catch (error) {
      if (error instanceof UnreadableBody) throw error.cause;
      if (!(error instanceof BrokenLoad)) throw error;
      if (error.isFrontend && !error.sent) throw unreachable(error, order.table);
      const failure = broken(error, order.table);
      return error.sent && (await this.#isThere(order)) ? null : failure;
    }
  }

  async #settle(order: LoadOrder, answer: Answer): Promise<EngineError | null> {
    const { label, table } = order;
    if ('isBegun' in answer && (await this.#isThereAfterAll(order, answer))) return null;
    switch (answer.kind) {
      case 'loaded': {
        const sent = order.rows();
        if (answer.rows !== sent) throw rowsDiffer(table, { sent, loaded: answer.rows });
        if (!answer.isSeen) this.#unseen.set(label, table);
        return null;
      }
      case 'taken':
        // The label is of this order alone: an earlier request of it was answered by nobody.
        if (answer.job !== 'FINISHED') return (await this.#isThere(order)) ? null : passing(answer.job, table);
        this.#unseen.set(label, table);
        return null;
      case 'unclear':
        return (await this.#isThere(order)) ? null : passing(answer.reason, table);
      case 'crowded':
        return crowded(answer.reason, table);
      case 'passing':
        return passing(answer.reason, table);
      case 'rows':
        throw await rejectedRows(this.#endpoint, table, order.key, answer);
      case 'denied':
        throw denied(answer.reason, table);
      case 'refused':
        throw refused(answer.reason, table);
    }
  }

  /** A backend that hears nothing of its request to commit says that the load failed, and can take back nothing that was committed. */
  async #isThereAfterAll({ label, table, appends }: LoadOrder, { isBegun }: { readonly isBegun: boolean }): Promise<boolean> {
    return isBegun && appends && isDone(await this.becomes(label, table));
  }

  /** A server remembers labels for hours at best, at worst for 2,000 loads: one it does not know may have been committed. */
  async #isThere({ label, table, appends }: LoadOrder): Promise<boolean> {
    const state = await this.becomes(label, table);
    if (state === 'unknown' && appends) throw outcomeUnknown(label, table, null);
    return isDone(state);
  }

  /**
   * What becomes of a load whose answer nobody has: waits while its transaction is open.
   * @throws EngineError `load.outcome-unknown`
   */
  async becomes(label: string, table: TableName): Promise<LabelState> {
    const state = await this.#past('open', { label, table }, outcomeUnknown);
    if (state === 'committed') this.#unseen.set(label, table);
    return state;
  }

  /**
   * All that was loaded can be read once this resolves.
   * @throws EngineError `load.unseen`
   */
  async seen(): Promise<void> {
    for (const [label, table] of this.#unseen) {
      await this.#past('committed', { label, table }, unseen);
      this.#unseen.delete(label);
    }
  }

  async #past(
    state: LabelState,
    { label, table }: Pick<LoadOrder, 'label' | 'table'>,
    failure: (label: string, table: TableName, cause: unknown) => EngineError,
  ): Promise<LabelState> {
    let last: unknown = null;
    for (const until = Date.now() + ASK_FOR_MS; Date.now() < until && !this.#signal.aborted; ) {
      try {
        const now = await this.#stateOf(label, table.schema);
        if (now !== state) return now;
      } catch (error) {
        last = error;
      }
      await sleep(ASK_AGAIN_MS, this.#signal);
    }
    throw failure(label, table, last);
  }

  /** By HTTP, and where that does not say, by the MySQL protocol. */
  async #stateOf(label: string, database: string): Promise<LabelState> {
    const url = feUrl(this.#endpoint, `/api/${encodeURIComponent(database)}/get_load_state?label=${encodeURIComponent(label)}`);
    const state = readLabelState(await ask(this.#endpoint, url, { Authorization: authorization(this.#endpoint) }));
    if (state !== null) return state;
    const sql = `SHOW TRANSACTION FROM ${quote(database)} WHERE LABEL = ${literal(label)}`;
    const [row] = await this.#session.query(sql, [], label).catch((error: unknown) => {
      // It is told as an error that there is none.
      if (error instanceof EngineError && !error.connection && /not exist|not found/i.test(error.message)) return [];
      throw error;
    });
    const status = row?.TransactionStatus ?? null;
    if (status === 'VISIBLE') return 'visible';
    if (status === 'COMMITTED') return 'committed';
    if (status === null) return 'unknown';
    return status === 'ABORTED' ? 'aborted' : 'open';
  }
}

function isDone(state: LabelState): boolean {
  return state === 'visible' || state === 'committed';
}

/** Rows that are read as they are sent are gone once their reading has begun. */
class Tried {
  readonly #body: Body;
  #isBegun = false;

  constructor(body: Body) {
    this.#body = body;
  }

  get isWhole(): boolean {
    return Buffer.isBuffer(this.#body) || !this.#isBegun;
  }

  take(): Body {
    if (Buffer.isBuffer(this.#body)) return this.#body;
    const rows = this.#body;
    return { [Symbol.asyncIterator]: () => this.#begin(rows) };
  }

  #begin(rows: AsyncIterable<Buffer>): AsyncIterator<Buffer> {
    this.#isBegun = true;
    return rows[Symbol.asyncIterator]();
  }
}

/** Names of columns, as a load takes them. */
export function columnsHeader(names: readonly string[]): string {
  return headerText(names.map(quote).join(','));
}
