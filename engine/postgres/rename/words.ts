import { identifier } from './write.ts';

/** A name in quotes, or a word. */
const NAME = /"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/gu;

/**
 * Everything in a text that may be a name, each once: words as they are written and as PostgreSQL folds them, and what stands in
 * quotes. More than a word in quotes is text of another language, in which words count again.
 */
export function wordsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [name] of text.matchAll(NAME)) {
    found.add(identifier(name));
    const words = [...name.matchAll(WORD)].map(([word]) => word);
    if (name !== `"${words[0]}"`) for (const word of words) found.add(word).add(identifier(word));
  }
  return [...found];
}
