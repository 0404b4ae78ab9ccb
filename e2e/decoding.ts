import { join } from 'node:path';
import { expect } from 'vitest';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { type ChangeEvent, type Position, type RelationShape, type Tuple, valuesOf } from '#engine/schema/row.ts';
import type { TableName } from '#engine/schema/table.ts';
import { openChangeStream } from '#engine/source/postgres/stream.ts';
import { openTestDecodingStream } from '#engine/source/postgres/test-decoding/stream.ts';
import type { ChangeStream } from '#engine/source/source.ts';
import { sql, startServers, type TestServer, value } from './faults/servers.ts';

/** A source whose log is read by pgoutput and by test_decoding. */
export interface DecodingBench extends AsyncDisposable {
  readonly source: TestServer;
  /** A database in which the statements were run before its log is kept for both. */
  database(statements: readonly string[], encoding?: string): Promise<DecodedDatabase>;
}

export async function startDecodingBench(major = 15): Promise<DecodingBench> {
  const servers = await startServers({ sourceMajor: major, sourceSettings: { max_replication_slots: 30, max_wal_senders: 30 } });
  let made = 0;
  return {
    source: servers.source,
    database: async (statements, encoding = 'UTF8') => {
      made += 1;
      const name = `db${made}`;
      await sql(servers.source.url(), `create database ${name} template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`);
      const database = new DecodedDatabase(servers.source, name, join(servers.dir, name));
      await sql(
        database.url,
        ...statements,
        `create publication ${name} for all tables`,
        `select pg_create_logical_replication_slot('${name}', 'pgoutput')`,
        `select pg_create_logical_replication_slot('${name}_text', 'test_decoding')`,
      );
      return database;
    },
    [Symbol.asyncDispose]: () => servers[Symbol.asyncDispose](),
  };
}

export class DecodedDatabase {
  readonly url: string;
  readonly #source: TestServer;
  readonly #name: string;
  readonly #folder: string;

  constructor(source: TestServer, name: string, folder: string) {
    this.url = source.url(name);
    this.#source = source;
    this.#name = name;
    this.#folder = folder;
  }

  /** By test_decoding. */
  open(
    from: Position | null = null,
    follows: (table: TableName) => boolean = () => true,
    slot = `${this.#name}_text`,
  ): Promise<ChangeStream> {
    const spill = { folder: this.#folder, bytes: 1 << 30 };
    return openTestDecodingStream({ endpoint: this.#source.endpoint(this.#name), name: slot, from, spill, follows });
  }

  async end(): Promise<Position> {
    return fromLsn((await value(this.url, 'select pg_current_wal_lsn()')) ?? '');
  }

  /** Until the walsender of a stream that was ended has noticed. */
  async idle(): Promise<void> {
    const active = `select count(*) from pg_replication_slots where database = current_database() and active`;
    while ((await value(this.url, active)) !== '0');
  }

  /** What pgoutput tells from the first change to now, as values. */
  async expected(): Promise<readonly unknown[]> {
    const end = await this.end();
    await using stream = await openChangeStream({
      endpoint: this.#source.endpoint(this.#name),
      name: this.#name,
      from: null,
      version: 150000,
      spill: null,
    });
    return comparable(await readUntil(stream, end));
  }

  /** What both tell of the same changes. */
  async compared(): Promise<readonly unknown[]> {
    const end = await this.end();
    const expected = await this.expected();
    await using stream = await this.open();
    const events = await readUntil(stream, end);
    expect(comparable(events)).toEqual(expected);
    const begins = events.flatMap((event) => (event.kind === 'begin' ? [event.commit] : []));
    const ends = events.flatMap((event) => (event.kind === 'commit' ? [event.end] : []));
    expect(begins.every((begin, at) => begin < (ends[at] ?? '') && begin >= (ends[at - 1] ?? ''))).toBe(true);
    return expected;
  }
}

/** Everything up to `end`. */
export async function readUntil(stream: ChangeStream, end: Position): Promise<ChangeEvent[]> {
  const events: ChangeEvent[] = [];
  const signal = AbortSignal.timeout(120_000);
  // What was heard of before may not have been read yet.
  do events.push(...(await stream.next(signal)));
  while (stream.heard() < end);
  return events;
}

/**
 * Events as values, without what only one of the two knows, namely where a commit record begins, and without transactions in which nothing
 * happens to tables, as DDL makes them.
 */
export function comparable(events: readonly ChangeEvent[]): readonly unknown[] {
  const isEmpty = (at: number) => events[at]?.kind === 'begin' && events[at + 1]?.kind === 'commit';
  return events.filter((_, at) => !isEmpty(at) && !isEmpty(at - 1)).map(plain);
}

function plain(event: ChangeEvent): unknown {
  const row = (tuple: Tuple) => valuesOf(tuple);
  if (event.kind === 'begin') return { kind: event.kind, at: event.at, number: event.number };
  if (event.kind === 'truncate') return { ...event, relations: event.relations.map(modified) };
  if (event.kind === 'commit' || event.kind === 'ddl') return event;
  const relation = modified(event.relation);
  if (event.kind === 'insert') return { ...event, relation, next: row(event.next) };
  const previous = event.previous && { ...event.previous, tuple: row(event.previous.tuple) };
  return event.kind === 'delete' ? { ...event, relation, previous } : { ...event, relation, next: row(event.next), previous };
}

/** A modifier of a type that is not told is as good as none. */
function modified(relation: RelationShape): RelationShape {
  return { ...relation, types: relation.types.map((type) => type.replace(/ -2$/, ' -1')) };
}
