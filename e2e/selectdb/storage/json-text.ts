/** JSON as the server keeps it: no spaces, integers of 128 bits exact, other numbers as doubles, keys of at most 255 bytes. */
export function toJson(text: string): string | null {
  try {
    // The parser proper decides what is JSON; the walk below then need not.
    JSON.parse(text);
  } catch {
    return null;
  }
  return compact(text);
}

const WIDEST = (1n << 127n) - 1n;

function compact(text: string): string | null {
  const parts: string[] = [];
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const end = endOfToken(text, at);
    const token = text.slice(at, end);
    at = skipSpace(text, end);
    if (token.startsWith('"')) {
      const string = JSON.parse(token) as string;
      if (text[at] === ':' && Buffer.byteLength(string) > 255) return null;
      parts.push(JSON.stringify(string));
    } else {
      parts.push(/^[-\d]/.test(token) ? number(token) : token);
    }
  }
  return parts.join('');
}

function number(token: string): string {
  if (!/^-?\d+$/.test(token)) return String(Number(token));
  const value = BigInt(token);
  return value > WIDEST || value < -WIDEST - 1n ? String(Number(token)) : value.toString();
}

/** A member of a JSON object or array: a string unescaped, all else as its raw text. */
interface Member {
  readonly key: string | null;
  readonly value: string | null;
  readonly quoted: boolean;
}

/** Of a text that is known to be JSON. null: neither object nor array. */
export function membersOf(text: string): readonly Member[] | null {
  const start = skipSpace(text, 0);
  const open = text[start];
  if (open !== '{' && open !== '[') return null;
  const members: Member[] = [];
  for (let at = skipSpace(text, start + 1); at < text.length && text[at] !== '}' && text[at] !== ']'; ) {
    let key: string | null = null;
    if (open === '{') {
      const end = endOfToken(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    const end = endOfValue(text, at);
    const raw = text.slice(at, end);
    const quoted = raw.startsWith('"');
    members.push({ key, value: quoted ? (JSON.parse(raw) as string) : raw === 'null' ? null : raw, quoted });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

function endOfValue(text: string, from: number): number {
  let at = from;
  for (let deep = 0; ; ) {
    const first = text[at];
    at = endOfToken(text, at);
    if (first === '{' || first === '[') deep += 1;
    if (first === '}' || first === ']') deep -= 1;
    if (deep === 0 || at >= text.length) return at;
    at = skipSpace(text, at);
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

const WORD = /[^\s"{}[\],:]+/y;

/** No pattern for strings: one of many megabytes would exhaust the stack of the matcher. */
function endOfToken(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  WORD.lastIndex = from;
  return WORD.test(text) ? WORD.lastIndex : from + 1;
}

function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === '\\') before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}
