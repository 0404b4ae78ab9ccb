import type pg from 'pg';
import type { TablePlan } from '../../../plan/plan.ts';
import { TEN } from '../../../postgres/before-10.ts';
import { connect } from '../../../postgres/connect.ts';
import { translate } from '../../../postgres/errors.ts';
import { fromLsn } from '../../../postgres/lsn.ts';
import { need, query } from '../../../postgres/query.ts';
import { quote } from '../../../postgres/quote.ts';
import type { Position, RowStream } from '../../../schema/row.ts';
import type { Slice } from '../../../schema/slice.ts';
import type { Decoder } from '../../../schema/slot.ts';
import type { PostgresEndpoint } from '../../../task/config.ts';
import type { LargeObjectReader, Snapshot } from '../../source.ts';
import { openLargeObjects } from '../large-objects.ts';
import { measure } from './measure.ts';
import { end, exportView, Reader } from './reader.ts';
import { snapshotLost } from './refusals.ts';

const SCOPE = { side: 'source' } as const;

export interface SlotRequest {
  readonly name: string;
  readonly decoder: Decoder;
  /** Of the server: a walsender of an old one cannot be asked. */
  readonly version: number;
  /** Only its snapshot is wanted. */
  readonly temporary: boolean;
  /** A standby may keep a copy. */
  readonly failover: boolean;
}

export interface SnapshotRequest {
  readonly endpoint: PostgresEndpoint;
  /** Slot to create: the task's own, or a temporary one that only lends its snapshot; null without a log. */
  readonly slot: SlotRequest | null;
}

/**
 * Fixes one view of the source. A connection that does nothing else keeps it and lends it to every reader, however late it comes: a
 * reader that is lost, or one more stream, costs no new view.
 */
export async function openSnapshot(request: SnapshotRequest): Promise<Snapshot> {
  const { endpoint, slot } = request;
  try {
    if (slot === null) {
      const keeper = await connect(endpoint, { ...SCOPE, purpose: 'snapshot' });
      return await endOnError(keeper, async () => {
        await query(keeper, SCOPE, 'begin isolation level repeatable read read only');
        return new PostgresSnapshot(endpoint, { keeper, view: await exportView(keeper), position: null });
      });
    }
    return await underSlot(endpoint, slot);
  } catch (error) {
    throw translate(error, { ...SCOPE, endpoint });
  }
}

/** The view of a slot lasts until the next command on the connection that made it: the keeper imports it, and lends its own. */
async function underSlot(endpoint: PostgresEndpoint, slot: SlotRequest): Promise<Snapshot> {
  const exporter = await connect(endpoint, { ...SCOPE, purpose: 'snapshot', replication: true });
  try {
    const [row] = await query(exporter, SCOPE, slotCommand(slot));
    const { client: keeper } = await Reader.open(endpoint, need(row?.snapshot_name), 'snapshot');
    const position = fromLsn(need(row?.consistent_point));
    return await endOnError(keeper, async () => {
      if (slot.temporary && slot.version < TEN) await query(exporter, SCOPE, `DROP_REPLICATION_SLOT ${quote(slot.name)}`);
      return new PostgresSnapshot(endpoint, { keeper, view: await exportView(keeper), position });
    });
  } finally {
    // A temporary slot goes with its connection.
    await end(exporter);
  }
}

/** The command that makes the slot, and its snapshot with it: before version 10 there is no word for that, and no slot is temporary. */
export function slotCommand({ name, decoder, version, temporary, failover }: SlotRequest): string {
  if (version < TEN) return `CREATE_REPLICATION_SLOT ${quote(name)} LOGICAL ${decoder}`;
  // The list in brackets came with version 15.
  const options = failover ? "(SNAPSHOT 'export', FAILOVER)" : 'EXPORT_SNAPSHOT';
  return `CREATE_REPLICATION_SLOT ${quote(name)} ${temporary ? 'TEMPORARY ' : ''}LOGICAL ${decoder} ${options}`;
}

async function endOnError<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await end(client);
    throw error;
  }
}

class PostgresSnapshot implements Snapshot {
  readonly position: Position | null;
  /** Savepoint with lock, look, COPY, and letting go. */
  readonly queriesPerRead = 4;
  readonly #endpoint: PostgresEndpoint;
  readonly #keeper: pg.Client;
  readonly #view: string;
  readonly #all = new Set<Reader>();
  #free: Reader[] = [];
  #lost = false;

  constructor(
    endpoint: PostgresEndpoint,
    { keeper, view, position }: { readonly keeper: pg.Client; readonly view: string; readonly position: Position | null },
  ) {
    this.position = position;
    this.#endpoint = endpoint;
    this.#keeper = keeper;
    this.#view = view;
    const lose = () => {
      this.#lost = true;
    };
    keeper.once('end', lose);
    keeper.once('error', lose);
  }

  measure(tables: readonly TablePlan[], sliceBytes: number) {
    return measure(this.#keeper, tables, sliceBytes);
  }

  async read(table: TablePlan, slice: Slice, signal: AbortSignal): Promise<RowStream> {
    const reader = await this.#take();
    return reader.read(table, slice, { signal, done: (usable) => this.#return(reader, usable) });
  }

  async largeObjects(_: AbortSignal): Promise<LargeObjectReader> {
    const { client } = await this.#open('large objects');
    return openLargeObjects(client, { ...SCOPE, endpoint: this.#endpoint, object: 'large objects' });
  }

  async #take(): Promise<Reader> {
    return this.#free.pop() ?? (await this.#open('read'));
  }

  async #open(purpose: 'read' | 'large objects'): Promise<Reader> {
    try {
      const reader = await Reader.open(this.#endpoint, this.#view, purpose);
      this.#all.add(reader);
      return reader;
    } catch (error) {
      const failure = translate(error, { ...SCOPE, endpoint: this.#endpoint });
      // The server answers, but nobody holds the view any more.
      if (this.#lost || !failure.connection) throw snapshotLost(failure);
      throw failure;
    }
  }

  #return(reader: Reader, usable: boolean): void {
    if (usable) this.#free.push(reader);
    else this.#all.delete(reader);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#free = [];
    await Promise.all([this.#keeper, ...[...this.#all].map(({ client }) => client)].map(end));
  }
}
