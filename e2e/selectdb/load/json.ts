import { isUtf8 } from 'node:buffer';
import { fail } from '../errors.ts';
import { membersOf } from '../storage/json-text.ts';
import type { LoadOptions } from './headers.ts';
import type { Record } from './record.ts';

/** The documents of a JSON body: one a line, the members of one array, or a single one. */
export function* jsonRecords(body: Buffer, options: LoadOptions): Generator<Record> {
  const paths = options.jsonPaths === null ? null : readPaths(options.jsonPaths);
  for (const bytes of options.byLine ? lines(body, options.lineDelimiter) : [body]) {
    const text = isUtf8(bytes) ? bytes.toString('utf8').trim() : null;
    if (text === '') continue;
    if (text === null)
      yield { source: 'Unable to display', problem: 'Parse json data failed. code: 10, error info: The input is not valid UTF-8' };
    else yield* documents(text, options, paths);
  }
}

function* lines(body: Buffer, lineDelimiter: string): Generator<Buffer> {
  const delimiter = Buffer.from(lineDelimiter);
  for (let from = 0; from < body.length; ) {
    const found = body.indexOf(delimiter, from);
    const end = found < 0 ? body.length : found;
    yield body.subarray(from, end);
    from = end + delimiter.length;
  }
}

function* documents(text: string, options: LoadOptions, paths: readonly (readonly string[])[] | null): Generator<Record> {
  try {
    JSON.parse(text);
  } catch (error) {
    yield { source: text, problem: `Parse json data failed. code: 3, error info: ${error instanceof Error ? error.message : ''}` };
    return;
  }
  const root = options.jsonRoot === null ? text : (reach(text, pathOf(options.jsonRoot)) ?? 'null');
  const array = root.startsWith('[');
  if (array !== options.stripOuterArray) {
    const problem = array
      ? 'JSON data is array-object, `strip_outer_array` must be TRUE.'
      : 'JSON data is not an array-object, `strip_outer_array` must be FALSE.';
    yield { source: text, problem };
    return;
  }
  for (const document of array ? (membersOf(root) ?? []).map(({ value }) => value ?? 'null') : [root]) yield one(document, paths);
}

function one(document: string, paths: readonly (readonly string[])[] | null): Record {
  if (!document.startsWith('{')) return { source: document, problem: 'Expect json object value' };
  if (paths !== null) return { source: document, fields: paths.map((path) => reach(document, path)) };
  const named = new Map<string, string | null>();
  // A key that comes twice keeps its first value.
  for (const { key, value, quoted } of membersOf(document) ?? [])
    if (key !== null && !named.has(key)) named.set(key, quoted ? value : plain(value));
  return { source: document, named };
}

/** Booleans become digits; numbers, objects and arrays stay the text they are. */
function plain(value: string | null): string | null {
  return value === 'true' ? '1' : value === 'false' ? '0' : value;
}

function readPaths(text: string): readonly (readonly string[])[] {
  const parsed: unknown = safely(text);
  if (!Array.isArray(parsed) || !parsed.every((path) => typeof path === 'string')) fail(`Invalid json path: ${text}`);
  return parsed.map(pathOf);
}

function safely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `$.a.b[0]` as its steps. */
function pathOf(path: string): readonly string[] {
  if (!path.startsWith('$')) fail(`Invalid json path: ${path}`);
  return [...path.slice(1).matchAll(/\.(?:"([^"]+)"|([^.[]+))|\[(\d+)\]/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function reach(document: string, path: readonly string[]): string | null {
  let found: string | null = document;
  for (const step of path) {
    found = found === null ? null : child(found, step);
  }
  return found;
}

function child(document: string, step: string): string | null {
  const member = membersOf(document)?.find(({ key }, index) => (key ?? String(index)) === step);
  return member === undefined ? null : member.quoted ? member.value : plain(member.value);
}
