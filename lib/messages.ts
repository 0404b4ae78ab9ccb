import type { Locale } from './locale.ts';

/** A sentence, a sentence with blanks to fill, or a named group of them. */
export type Message = string | ((...values: never[]) => string) | Messages;
export interface Messages {
  readonly [name: string]: Message;
}

/** The same names with the same blanks, in another language's words. */
type Translated<T> = {
  readonly [Name in keyof T]: T[Name] extends string
    ? string
    : T[Name] extends (...values: never[]) => string
      ? T[Name]
      : Translated<T[Name]>;
};

export interface Bundle<T> {
  readonly en: Translated<T>;
  readonly zh: Translated<T>;
}

/** The words of one area of the console. A word missing in Chinese, or one with other blanks, does not compile. */
export function defineMessages<T extends Messages>(en: T, zh: NoInfer<Translated<T>>): Bundle<T> {
  return { en: en as Translated<T>, zh };
}

/** The words of a bundle in one language, for code outside React (the server, metadata). */
export function messagesIn<T>(bundle: Bundle<T>, locale: Locale): Translated<T> {
  return bundle[locale];
}
