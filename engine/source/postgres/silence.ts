import { EngineError } from '../../errors.ts';
import { logEnd, TEN } from '../../postgres/before-10.ts';
import { connect } from '../../postgres/connect.ts';
import { at } from '../../postgres/errors.ts';
import { query } from '../../postgres/query.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { STATUS_INTERVAL_MS } from './replication.ts';

/**
 * As long as a server waits for a client by itself (the default of wal_sender_timeout). The system notices a connection that is gone only
 * after its keepalives, or never where something between the two still answers them.
 */
export const SILENCE_MS = 60_000;
const TICKS = SILENCE_MS / STATUS_INTERVAL_MS;

const SCOPE = { side: 'source' } as const;

export interface SilenceInit {
  readonly endpoint: PostgresEndpoint;
  readonly slot: string;
  readonly silenceMs: number;
  /** Sends how far the task is, and asks for an answer. */
  readonly report: (ask: boolean) => void;
  /** Nothing is read by our own choice. */
  readonly rests: () => boolean;
  readonly fail: (error: EngineError) => void;
}

/**
 * Tells the server regularly how far the task is, and asks it for an answer where it says nothing; without one the connection is given up.
 * Ticks are counted, not time: a process that stood still has not listened.
 */
export class Silence {
  readonly #init: SilenceInit;
  readonly #timer: NodeJS.Timeout;
  #quiet = 0;
  #asking = false;
  #ended = false;

  constructor(init: SilenceInit) {
    this.#init = init;
    this.#timer = setInterval(() => this.#tick(), Math.min(STATUS_INTERVAL_MS, init.silenceMs / TICKS));
  }

  /** The server has said something. */
  heard(): void {
    this.#quiet = 0;
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { report, rests } = this.#init;
    if (rests()) this.#quiet = 0;
    report(this.#quiet > 0);
    this.#quiet += 1;
    if (this.#quiet > TICKS && !this.#asking) void this.#giveUp();
  }

  async #giveUp(): Promise<void> {
    const { endpoint, slot, fail } = this.#init;
    this.#asking = true;
    const works = await isAtWork(endpoint, slot).catch(() => false);
    this.#asking = false;
    if (!works && !this.#ended && this.#quiet > TICKS) fail(silent(endpoint));
  }
}

/**
 * A walsender that reads through a long transaction of which nothing is for us answers nobody meanwhile, and would begin anew for every
 * connection that lost patience. Whoever waits for its client, or for more log, would have answered.
 */
async function isAtWork(endpoint: PostgresEndpoint, slot: string): Promise<boolean> {
  const client = await connect(endpoint, { ...SCOPE, purpose: 'control' });
  try {
    const version = await readVersion(client, SCOPE);
    // Before version 10 nobody says what a walsender waits for: one that has come to the end of the log has nothing to do.
    const busy =
      version >= TEN
        ? `pg_stat_activity a on a.pid = s.active_pid where coalesce(a.wait_event_type, '') not in ('Client', 'Activity')`
        : `pg_stat_replication a on a.pid = s.active_pid where a.sent_location < ${logEnd(version)}`;
    const rows = await query(client, SCOPE, `select from pg_replication_slots s join ${busy} and s.slot_name = $1`, [slot]);
    return rows.length > 0;
  } finally {
    await client.end().catch(() => {});
  }
}

function silent(endpoint: PostgresEndpoint): EngineError {
  const place = at({ ...SCOPE, endpoint });
  return new EngineError({
    code: 'connect.silent',
    message: {
      en: `The ${place.en} sends nothing of its log any more and does not answer on that connection`,
      zh: `${place.zh}已不再发送日志，且该连接无任何响应`,
    },
    hint: {
      en: 'The task connects again by itself. If it goes on, check firewalls and proxies between the two: they may drop connections without a word.',
      zh: '任务会自动重新连接。若持续出现，请检查两端之间的防火墙和代理是否静默丢弃连接。',
    },
    retry: 'soon',
    connection: true,
    side: 'source',
  });
}
