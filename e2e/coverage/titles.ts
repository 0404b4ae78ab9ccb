/**
 * Titles of the tests of a file, each with the text of its test. Read as text, as `engine/architecture.test.ts` reads imports: TypeScript 7
 * offers no compiler API. `test.skip`, `test.fixme` and `test.todo` are no tests; a title behind `)(` is one of `test.each` or `test.skipIf`
 * and stands here with its placeholders, `${name}` as `{name}`. Scenarios that a test is made of are told by what they `says`.
 */
export function titlesOf(source: string): ReadonlyMap<string, string> {
  const starts = [...source.matchAll(CALL)].map((match) => ({ at: match.index, word: match[1] }));
  const found = new Map<string, string>();
  starts.forEach(({ at, word }, index) => {
    const text = source.slice(at, starts[index + 1]?.at ?? source.length);
    const title = TITLE.exec(text)?.[2];
    if (word !== 'describe' && title !== undefined && !NOT_RUN.test(text)) found.set(unescaped(title), text);
  });
  for (const [, title = ''] of source.matchAll(SCENARIO)) found.set(unescaped(title), title);
  return found;
}

const unescaped = (title: string): string => title.replaceAll(/\\(.)/g, '$1').replaceAll(/\$\{/g, '{');

/** Where a test or a group of tests begins: nothing else stands before it in its line. `pairTest` and the like are tests of their file. */
const CALL = /^[ \t]*(test|it|describe|[a-z]+Test)(?=[.(])(?!\.(?:before|after|use|slow|setTimeout|describe|info))/gm;
const TITLE = /^\s*\w+(?:|\..*?\))\(\s*(['"`])((?:\\.|(?!\1).)*?)\1\s*,/s;
const NOT_RUN = /^\s*\w+\.(?:skip|fixme|todo)\(/;
const SCENARIO = /^[ \t]*(?:says: |(?:onItems|zoo)\(\s*'\w+',\s*)'((?:\\.|[^'\\])*)',/gm;
