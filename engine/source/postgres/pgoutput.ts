import { fromHalves } from '../../postgres/lsn.ts';
import { SERVER_EPOCH_MS } from '../../postgres/server-clock.ts';
import { LogRow, OtherForm, type ValueForm } from '../../schema/log-row.ts';
import type { ChangeEvent, OldRow, Position, RelationShape, Tuple } from '../../schema/row.ts';
import { type TableName, tableId } from '../../schema/table.ts';
import { textNeeded } from '../text-needed.ts';

/** A log whose values were asked for in their binary form. */
export interface BinaryLog {
  /** That of a type, which is told by its number; null: it is not known here. */
  formOf(type: number): ValueForm | null;
  /** It is to be asked for as text from the next time on. */
  giveUp(): void;
}

/**
 * Decodes pgoutput protocol version 1 (PostgreSQL documentation, "Logical Replication Message Formats"). Holds the relations it was told of: a change names its table by number only. One decoder lives as long as one stream.
 */
export class PgoutputDecoder {
  readonly #relations = new Map<number, RelationShape>();
  /** One for all messages: it is asked for with each change. */
  readonly #reader = new Reader();
  readonly #binary: BinaryLog | null;

  constructor(binary: BinaryLog | null = null) {
    this.#binary = binary;
  }

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
        return { kind: 'insert', relation, next: this.#tuple(reader, relation) };
      }
      case 'U':
        return this.#update(reader);
      case 'D': {
        const relation = this.#relation(reader.uint32());
        return { kind: 'delete', relation, previous: oldRow(reader.char(), this.#tuple(reader, relation)) };
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
    if (form === 'N') return { kind: 'update', relation, previous: null, next: this.#tuple(reader, relation) };
    const previous = oldRow(form, this.#tuple(reader, relation));
    reader.skip(1);
    return { kind: 'update', relation, previous, next: completed(this.#tuple(reader, relation), previous) };
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
      const name = reader.string();
      const type = reader.uint32();
      return { identity, name, type: `${type} ${reader.uint32() | 0}`, number: type };
    });
    this.#relations.set(oid, {
      id: tableId(table),
      table,
      columns: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type),
      identity: columns.filter(({ identity }) => identity).map(({ name }) => name),
      ...(this.#binary === null ? {} : { forms: columns.map(({ name, number }) => this.#form(number, table, name)) }),
    });
  }

  #form(type: number, table: TableName, column: string): ValueForm {
    return this.#binary?.formOf(type) ?? this.#asText(table, column);
  }

  #tuple(reader: Reader, relation: RelationShape): LogRow {
    try {
      return reader.tuple(relation);
    } catch (error) {
      // What is no PostgreSQL of its own may know no binary form of a type that has one there.
      if (this.#binary !== null && error instanceof OtherForm) return this.#asText(relation.table, relation.columns.join(', '));
      throw error;
    }
  }

  /** @throws EngineError `source.text-needed` */
  #asText(table: TableName, column: string): never {
    this.#binary?.giveUp();
    throw textNeeded(table, column);
  }

  #relation(oid: number): RelationShape {
    const relation = this.#relations.get(oid);
    if (relation === undefined) throw new Error(`The log names relation ${oid} before describing it.`);
    return relation;
  }
}

function oldRow(form: string, tuple: LogRow): OldRow {
  return { form: form === 'K' ? 'key' : 'row', tuple };
}

/** Under REPLICA IDENTITY FULL an unchanged TOAST value stands in the old row only (trap 4). */
function completed(next: LogRow, { form, tuple }: OldRow): Tuple {
  return form === 'row' && !next.isWhole && tuple instanceof LogRow ? next.over(tuple) : next;
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

  tuple({ forms }: RelationShape): LogRow {
    const row = new LogRow(this.#bytes, this.#at, forms ?? null);
    this.#at = row.end;
    return row;
  }
}
