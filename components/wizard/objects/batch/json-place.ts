/** A key or an index for each level, as zod gives them. */
export type JsonPath = readonly PropertyKey[];

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where a text stops being JSON, as an offset; null when it is JSON to its end. */
export function syntaxFault(text: string): number | null {
  const scan = new Scan(text, null);
  return scan.document() ? null : scan.at;
}

/** Where the value at a path stands in a text that is JSON; of a value that is missing, the nearest one around it. */
export function placeOf(text: string, path: JsonPath): Place {
  const scan = new Scan(text, path);
  scan.document();
  return scan.found;
}

/** Line and column, counted from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Reads JSON only for where things are: what they are is `JSON.parse`'s affair. */
class Scan {
  at = 0;
  found: Place = { from: 0, to: 1 };
  readonly #text: string;
  readonly #wanted: JsonPath | null;
  #depth = -1;

  constructor(text: string, wanted: JsonPath | null) {
    this.#text = text;
    this.#wanted = wanted;
  }

  document(): boolean {
    if (!this.#value(0)) return false;
    this.#space();
    return this.at === this.#text.length;
  }

  /** `matches`: the path to here is the beginning of the wanted one. */
  #value(depth: number, matches = true): boolean {
    this.#space();
    const from = this.at;
    const first = this.#text[from];
    const done =
      first === '{'
        ? this.#list('}', depth, matches, true)
        : first === '['
          ? this.#list(']', depth, matches, false)
          : first === '"'
            ? this.#string() !== null
            : this.#match(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y);
    if (done && matches && this.#wanted !== null && depth > this.#depth) {
      this.#depth = depth;
      this.found = { from, to: this.at };
    }
    return done;
  }

  #list(end: ']' | '}', depth: number, matches: boolean, keyed: boolean): boolean {
    this.at += 1;
    this.#space();
    if (this.#take(end)) return true;
    for (let index = 0; ; index += 1) {
      let key: PropertyKey = index;
      if (keyed) {
        this.#space();
        const name = this.#string();
        if (name === null) return false;
        key = name;
        this.#space();
        if (!this.#take(':')) return false;
      }
      const wanted = this.#wanted;
      if (!this.#value(depth + 1, matches && wanted !== null && depth < wanted.length && wanted[depth] === key)) return false;
      this.#space();
      if (this.#take(end)) return true;
      if (!this.#take(',')) return false;
    }
  }

  #string(): string | null {
    const from = this.at;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON's strings may not hold.
    if (!this.#match(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y)) return null;
    return JSON.parse(this.#text.slice(from, this.at)) as string;
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.#text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  #space(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  #take(letter: string): boolean {
    if (this.#text[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }
}
