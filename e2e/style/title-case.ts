/** Words that stay small between others. */
const SMALL: ReadonlySet<string> = new Set('a an the of to in on at and or nor but for by with as from per via into'.split(' '));

/** What is asked or told is a sentence, and no title. */
export function isSentence(text: string): boolean {
  return /[.?!]$/.test(text);
}

/** The words of a title that are not written as they are in titles: `Save as connection…` → `connection`. */
export function wrongIn(text: string): readonly string[] {
  const words = text.replace(/…$/, '').split(' ');
  return words.filter((word, at) => {
    const ends = at === 0 || at === words.length - 1 || words[at - 1]?.endsWith(':') === true;
    const plain = word.replace(/^[("“]+|[)"”:,]+$/g, '');
    if (SMALL.has(plain.toLowerCase()) && !ends) return plain !== plain.toLowerCase();
    return /^[a-z]/.test(plain);
  });
}
