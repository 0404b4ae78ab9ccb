import { z } from 'zod';
import { type SchemaSelection, schemaSelection } from '#engine/task/config.ts';
import { type Text, text } from '#engine/text.ts';
import { lineAndColumn, type Place, placeOf, syntaxFault } from './json-place.ts';

/** One thing wrong with a text: where, and what. */
export interface DocumentIssue {
  /** `[0].tables[2].as`; empty for the text as a whole. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly place: Place;
  readonly message: Text;
}

export type ReadDocument =
  | { readonly ok: true; readonly objects: SchemaSelection[] }
  | { readonly ok: false; readonly issues: readonly DocumentIssue[] };

/** More are of no use to somebody who mends them one by one. */
const MOST = 50;
const objectsShape = z.array(schemaSelection);

/** The `objects` part of a task document as text, one value a line. */
export function documentOf(objects: readonly SchemaSelection[]): string {
  return JSON.stringify(objects, null, 2);
}

/** Reads the `objects` part of a task document; what cannot be used is told by its path and place. */
export function readDocument(source: string): ReadDocument {
  const fault = syntaxFault(source);
  if (fault !== null) {
    const place = { from: Math.min(fault, Math.max(0, source.length - 1)), to: Math.min(source.length, fault + 1) };
    return { ok: false, issues: [issueAt(source, { path: '', place, message: SYNTAX })] };
  }
  const read = objectsShape.safeParse(JSON.parse(source));
  const issues = read.success ? repeats(read.data) : read.error.issues.map((issue) => ({ path: issue.path, message: messageOf(issue) }));
  if (read.success && issues.length === 0) return { ok: true, objects: read.data };
  return {
    ok: false,
    issues: issues
      .slice(0, MOST)
      .map(({ path, message }) => issueAt(source, { path: pathText(path), place: placeOf(source, path), message })),
  };
}

function issueAt(source: string, issue: Pick<DocumentIssue, 'path' | 'place' | 'message'>): DocumentIssue {
  return { ...issue, ...lineAndColumn(source, issue.place.from) };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((said, key) => (typeof key === 'number' ? `${said}[${key}]` : `${said}.${String(key)}`), '');
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: Text;
}

/** The shape allows what the task does not: one thing named twice. */
function repeats(objects: readonly SchemaSelection[]): readonly Found[] {
  const schemas = new Set<string>();
  return objects.flatMap(({ schema, tables = [] }, at) => {
    const again: Found[] = schemas.has(schema) ? [{ path: [at, 'schema'], message: twice(schema) }] : [];
    schemas.add(schema);
    const names = new Set<string>();
    tables.forEach(({ name }, index) => {
      if (names.has(name)) again.push({ path: [at, 'tables', index, 'name'], message: twice(`${schema}.${name}`) });
      names.add(name);
    });
    return again;
  });
}

const SYNTAX = text(
  'This is no JSON from here on. Look for a comma, a quote or a bracket that is missing or one too many.',
  '从此处起不是有效的 JSON，请检查是否缺少或多出逗号、引号或括号。',
);

const twice = (name: string): Text => text(`${name} is listed twice.`, `${name} 重复出现。`);

/** What zod says, in both languages and in words of the document. */
function messageOf(issue: z.core.$ZodIssue): Text {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `"${key}"`);
      return text(`Unknown: ${keys.join(', ')}.`, `未知的字段：${keys.join('、')}。`);
    }
    case 'invalid_type':
      return text(`Must be ${TYPES[issue.expected]?.en ?? issue.expected}.`, `须为${TYPES[issue.expected]?.zh ?? ` ${issue.expected}`}。`);
    case 'too_small':
      return text('Must not be empty. Leave the field out instead.', '不能为空；不需要时请删除该字段。');
    case 'invalid_value':
      return text(`Must be one of ${issue.values.map(String).join(', ')}.`, `须为以下之一：${issue.values.map(String).join('、')}。`);
    case 'custom':
      return isReason(issue.params?.reason) ? withStop(issue.params.reason) : text(issue.message, issue.message);
    default:
      return text(`Cannot be used: ${issue.message}`, `无法使用：${issue.message}`);
  }
}

const TYPES: Readonly<Record<string, Text>> = {
  string: text('a text in quotes, and there', '带引号的文本，且不能缺少'),
  array: text('a list in [ ]', '[ ] 列表'),
  object: text('an object in { }', '{ } 对象'),
  number: text('a number', '数字'),
  boolean: text('true or false', 'true 或 false'),
  int: text('a whole number', '整数'),
};

function isReason(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;
}

const withStop = ({ en, zh }: Text): Text => text(`${en}.`, `${zh}。`);
