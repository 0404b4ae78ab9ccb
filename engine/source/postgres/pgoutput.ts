import { fromHalves } from '../../postgres/lsn.ts';
import { SERVER_EPOCH_MS } from '../../postgres/server-clock.ts';
import { LogRow } from '../../schema/log-row.ts';
import { type ChangeEvent, type OldRow, type Position, type RelationShape, type Tuple, valueAt, valuesOf } from '../../schema/row.ts';
import { tableId } from '../../schema/table.ts';

/**
 * Decodes pgoutput protocol version 1 (PostgreSQL documentation, "Logical Replication Message Formats"), values as text.
 * Holds the relations it was told of: a change names its table by number only. One decoder lives as long as one stream.
 */
export class PgoutputDecoder {
  readonly #relations = new Map<number, RelationShape>();
  /** One for all messages: it is asked for with each change. */
  readonly #reader = new Reader();

  /**
   * The event of the message that begins at `at`, or null for messages that say nothing about rows (type, origin, relation). Rows are
   * left in the bytes, which must not change while they are used.
   */
  decode(bytes: Buffer, at = 0): ChangeEvent | null {
    const reader = this.#reader;
    reader.begin(bytes, at);
    const kind = reader.char();
    switch (kind) {
      case 'B': {
        return { kind: 'begin', commit: reader.position(), at: reader.time(), number: reader.uint32() };
      }
      case 'C': {
        // Flags and the commit record's own start come first; what is acknowledged is the end.
        reader.skip(1 + 8);
        return { kind: 'commit', end: reader.position(), at: reader.time() };
      }
      case 'R':
        this.#learn(reader);
        return null;
      case 'I': {
        const relation = this.#relation(reader.uint32());
        reader.skip(1);
        return { kind: 'insert', relation, next: reader.tuple() };
      }
      case 'U':
        return this.#update(reader);
      case 'D': {
        const relation = this.#relation(reader.uint32());
        return { kind: 'delete', relation, previous: oldRow(reader.char(), reader.tuple()) };
      }
      case 'T':
        return this.#truncate(reader);
      default:
        return null;
    }
  }

  #update(reader: Reader): ChangeEvent {
    const relation = this.#relation(reader.uint32());
    const form = reader.char();
    if (form === 'N') return { kind: 'update', relation, previous: null, next: reader.tuple() };
    const previous = oldRow(form, reader.tuple());
    reader.skip(1);
    return { kind: 'update', relation, previous, next: completed(reader.tuple(), previous) };
  }

  #truncate(reader: Reader): ChangeEvent {
    const count = reader.uint32();
    const options = reader.byte();
    const relations = Array.from({ length: count }, () => this.#relation(reader.uint32()));
    return { kind: 'truncate', relations, restartIdentity: (options & 2) !== 0 };
  }

  #learn(reader: Reader): void {
    const oid = reader.uint32();
    const table = { schema: reader.string() || 'pg_catalog', name: reader.string() };
    reader.skip(1);
    const columns = Array.from({ length: reader.uint16() }, () => {
      const identity = (reader.byte() & 1) === 1;
      return { identity, name: reader.string(), type: `${reader.uint32()} ${reader.uint32() | 0}` };
    });
    this.#relations.set(oid, {
      id: tableId(table),
      table,
      columns: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type),
      identity: columns.filter(({ identity }) => identity).map(({ name }) => name),
    });
  }

  #relation(oid: number): RelationShape {
    const relation = this.#relations.get(oid);
    if (relation === undefined) throw new Error(`The log names relation ${oid} before describing it.`);
    return relation;
  }
}

function oldRow(form: string, tuple: Tuple): OldRow {
  return { form: form === 'K' ? 'key' : 'row', tuple };
}

/** Under REPLICA IDENTITY FULL an unchanged TOAST value stands in the old row only (trap 4). */
function completed(next: LogRow, previous: OldRow): Tuple {
  if (previous.form !== 'row' || next.isWhole) return next;
  return valuesOf(next).map((value, index) => (value === undefined ? valueAt(previous.tuple, index) : value));
}

const NO_BYTES = Buffer.alloc(0);

class Reader {
  #at = 0;
  #bytes: Buffer = NO_BYTES;

  begin(bytes: Buffer, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
  }

  skip(count: number): void {
    this.#at += count;
  }

  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  char(): string {
    return String.fromCharCode(this.byte());
  }

  uint16(): number {
    const value = this.#bytes.readUInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  uint32(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  position(): Position {
    const high = this.uint32();
    return fromHalves(high, this.uint32());
  }

  /** Milliseconds since 1970 of a server timestamp: microseconds since 2000, exact in a double for 285 years. */
  time(): number {
    const high = this.#bytes.readInt32BE(this.#at);
    const low = this.#bytes.readUInt32BE(this.#at + 4);
    this.#at += 8;
    return Math.floor((high * 4_294_967_296 + low) / 1000) + SERVER_EPOCH_MS;
  }

  string(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    const value = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return value;
  }

  tuple(): LogRow {
    const row = new LogRow(this.#bytes, this.#at);
    this.#at = row.end;
    return row;
  }
}
