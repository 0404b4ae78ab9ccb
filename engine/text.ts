/** A sentence or word a person reads, in every language of the console. A missing language does not compile. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** Builds a `Text` from its two languages. */
export function text(en: string, zh: string): Text {
  return { en, zh };
}

/** How many of something, in English: `1 table`, `2 tables`. */
export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** A name, code or figure that reads the same in every language. */
export function verbatim(value: string): Text {
  return { en: value, zh: value };
}
