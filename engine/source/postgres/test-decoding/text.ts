import type { Value } from '../../../schema/row.ts';
import type { TableName } from '../../../schema/table.ts';

/** One column as the text has it; `type` as format_type writes it without a modifier. */
export interface TextColumn {
  readonly name: string;
  readonly type: string;
  readonly value: Value;
}

/** Columns that are NULL are left out of `old`. */
export type TextChange =
  | { readonly kind: 'insert'; readonly table: TableName; readonly next: readonly TextColumn[] }
  | { readonly kind: 'update'; readonly table: TableName; readonly old: readonly TextColumn[] | null; readonly next: readonly TextColumn[] }
  | { readonly kind: 'delete'; readonly table: TableName; readonly old: readonly TextColumn[] | null }
  | { readonly kind: 'truncate'; readonly tables: readonly TableName[]; readonly restartIdentity: boolean };

const NO_TUPLE = ' (no-tuple-data)';
const NEW_TUPLE = ' new-tuple:';
const BARE = /[a-z0-9_]+/y;
const UNQUOTED = /[^ ]+/y;

/** The transaction's number. */
export function parseBegin(text: string): number {
  const number = /^BEGIN (\d+)$/.exec(text)?.[1];
  if (number === undefined) throw unreadable(text, 0);
  return Number(number);
}

/** When it was committed, in milliseconds since 1970. */
export function parseCommit(text: string): number {
  const [, day, time = '', zone = ''] = /^COMMIT \d+ \(at (\S+) ([\d:.]+)([+-][\d:]+)\)$/.exec(text) ?? [];
  // Microseconds cut off; Date wants minutes in the zone.
  const at = Date.parse(`${day}T${time.slice(0, 12)}${zone.length === 3 ? `${zone}:00` : zone}`);
  if (Number.isNaN(at)) throw unreadable(text, 0);
  return at;
}

/** A change of rows; null for what is none (`message:`). */
export function parseChange(text: string): TextChange | null {
  if (!text.startsWith('table ')) {
    if (text.startsWith('message:')) return null;
    throw unreadable(text, 0);
  }
  return new Scanner(text, 'table '.length).change();
}

function unreadable(text: string, at: number): Error {
  // Values are nobody's business: what surrounds the place is not told.
  return new Error(`The log has text of ${text.length} characters that cannot be read at ${at}.`);
}

class Scanner {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  change(): TextChange {
    const tables = [this.#table()];
    while (this.#skip(', ')) tables.push(this.#table());
    this.#expect(': ');
    if (this.#skip('TRUNCATE:')) return { kind: 'truncate', tables, restartIdentity: this.#rest().includes(' restart_seqs') };
    const [table] = tables;
    if (table === undefined || tables.length > 1) throw this.#fault();
    if (this.#skip('INSERT:')) return { kind: 'insert', table, next: this.#whole() };
    if (this.#skip('UPDATE:')) {
      const old = this.#skip(' old-key:') ? this.#columns() : null;
      if (old !== null) this.#expect(NEW_TUPLE);
      return { kind: 'update', table, old, next: this.#whole() };
    }
    this.#expect('DELETE:');
    return { kind: 'delete', table, old: this.#rest() === NO_TUPLE ? null : this.#toEnd() };
  }

  /** A new row: without one there is nothing that could be carried over. */
  #whole(): readonly TextColumn[] {
    if (this.#rest() === NO_TUPLE) throw this.#fault();
    return this.#toEnd();
  }

  #toEnd(): readonly TextColumn[] {
    const columns = this.#columns();
    if (this.#at !== this.#text.length) throw this.#fault();
    return columns;
  }

  #columns(): readonly TextColumn[] {
    const columns: TextColumn[] = [];
    while (this.#at < this.#text.length && !this.#text.startsWith(NEW_TUPLE, this.#at)) {
      this.#expect(' ');
      const name = this.#identifier();
      this.#expect('[');
      const type = this.#type();
      columns.push({ name, type, value: this.#value(type) });
    }
    return columns;
  }

  #table(): TableName {
    const schema = this.#identifier();
    this.#expect('.');
    return { schema, name: this.#identifier() };
  }

  #identifier(): string {
    if (this.#text[this.#at] === '"') return this.#quoted('"');
    return this.#match(BARE);
  }

  /** Up to the bracket that ends it: those of arrays are followed by another. */
  #type(): string {
    const from = this.#at;
    for (let at = from; at < this.#text.length; at += 1) {
      const letter = this.#text[at];
      if (letter === '"') {
        this.#at = at;
        this.#quoted('"');
        at = this.#at - 1;
      } else if (letter === ']' && this.#text[at + 1] === ':') {
        this.#at = at + 2;
        return this.#text.slice(from, at);
      }
    }
    throw this.#fault();
  }

  #value(type: string): Value {
    if (this.#text[this.#at] === "'") return this.#quoted("'");
    if (this.#skip("B'")) {
      this.#at -= 1;
      return this.#quoted("'");
    }
    const word = this.#match(UNQUOTED);
    if (word === 'null') return null;
    if (word === 'unchanged-toast-datum') return undefined;
    // Of all types written without quotes, only this one is not in its own text form.
    if (type === 'boolean') return word === 'true' ? 't' : 'f';
    return word;
  }

  /** Within a pair of quotes, where such a quote itself is doubled. */
  #quoted(quote: string): string {
    const from = this.#at + 1;
    let doubled = false;
    for (let at = this.#text.indexOf(quote, from); at !== -1; at = this.#text.indexOf(quote, at + 2)) {
      if (this.#text[at + 1] === quote) {
        doubled = true;
        continue;
      }
      this.#at = at + 1;
      const inside = this.#text.slice(from, at);
      return doubled ? inside.replaceAll(quote + quote, quote) : inside;
    }
    throw this.#fault();
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) throw this.#fault();
    this.#at += found.length;
    return found;
  }

  #skip(part: string): boolean {
    if (!this.#text.startsWith(part, this.#at)) return false;
    this.#at += part.length;
    return true;
  }

  #expect(part: string): void {
    if (!this.#skip(part)) throw this.#fault();
  }

  #rest(): string {
    return this.#text.slice(this.#at);
  }

  #fault(): Error {
    return unreadable(this.#text, this.#at);
  }
}
