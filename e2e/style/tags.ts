/** An element as it is written. Read as text: TypeScript 7 offers no compiler API. */
export interface Tag {
  readonly name: string;
  /** Where it begins. */
  readonly at: number;
  /** Its opening: `<Button onClick={…}>`. */
  readonly head: string;
  /** Expressions by their attribute, without the braces. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What stands up to its end; empty for one that holds nothing. */
  readonly children: string;
}

const CLOSES: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

export function tagsIn(code: string): readonly Tag[] {
  return [...code.matchAll(/<([A-Z][\w.]*|[a-z]+)(?=[\s/>])/g)].flatMap(({ index, 0: start, 1: name = '' }) => {
    const end = codeUntil(code, index + start.length, '>');
    if (end === code.length) return [];
    const head = code.slice(index, end + 1);
    const close = head.endsWith('/>') ? -1 : code.indexOf(`</${name}>`, end);
    return [{ name, at: index, head, attributes: attributesIn(head), children: close === -1 ? '' : code.slice(end + 1, close) }];
  });
}

function attributesIn(head: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < head.length; at += 1) {
    if (head[at] !== '{') continue;
    const end = codeUntil(head, at + 1, '}');
    const [, name] = /(\w+)=$/.exec(head.slice(0, at)) ?? [];
    if (name !== undefined) found.set(name, head.slice(at + 1, end));
    at = end;
  }
  return found;
}

/** Where that sign stands next, outside of strings and of what is in brackets; the end when it does not. */
export function codeUntil(code: string, from: number, sign: string): number {
  for (let at = from; at < code.length; at += 1) {
    const here = code[at] ?? '';
    if (here === sign && !(sign === '>' && code[at - 1] === '=')) return at;
    const close = CLOSES[here];
    if (close !== undefined) at = codeUntil(code, at + 1, close);
    else if (/['"`]/.test(here)) at = endOfString(code, at, here);
  }
  return code.length;
}

/** An apostrophe in the words between tags ends nowhere in its line, and is none. */
function endOfString(code: string, from: number, quote: string): number {
  for (let at = from + 1; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1;
    else if (code[at] === quote) return at;
    else if (code[at] === '\n' && quote !== '`') return from;
  }
  return from;
}
