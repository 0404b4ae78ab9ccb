import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeUntil, type Tag, tagsIn } from './tags.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Elements whose words do something when they are pressed. */
const PRESSED: ReadonlySet<string> = new Set(['Button', 'DropdownItem', 'Item', 'CreateButton', 'CopyButton', 'Radix.Item']);
/** Attributes that are a heading, or the words of a button. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Dialog: ['title'],
  ConfirmDialog: ['title', 'confirmLabel', 'cancelLabel'],
  FormDialog: ['title', 'saveLabel'],
  PageHeader: ['title'],
};
/** Attributes that list tabs or steps, each with a `label`. */
const LISTS = ['tabs', 'steps'] as const;
/** What stands for a name, a number. */
const BLANK = 'Xx';

/** Words of a button, a menu entry, a tab, or the heading of a page or dialog, in English. */
export interface Label {
  readonly file: string;
  readonly text: string;
}

/** All that the components say in such places, as far as the words come from a catalogue. */
export async function labels(): Promise<readonly Label[]> {
  const files = readdirSync(join(ROOT, 'components'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  return (await Promise.all(files.map((file) => labelsOf(join('components', file))))).flat();
}

async function labelsOf(file: string): Promise<readonly Label[]> {
  const code = readFileSync(join(ROOT, file), 'utf8');
  const places = tagsIn(code).flatMap((tag) => placesIn(tag, code));
  if (places.length === 0) return [];
  const bundles = await bundlesOf(code, file);
  return places.flatMap(({ at, words }) => textsIn(words, code.slice(0, at), bundles).map((text) => ({ file, text })));
}

interface Place {
  readonly at: number;
  /** Code in which words of a catalogue are named. */
  readonly words: string;
}

function placesIn({ name, at, attributes, children }: Tag, code: string): readonly Place[] {
  const expression = (attribute: string) => attributes.get(attribute) ?? '';
  const headings = (ATTRIBUTES[name] ?? []).map((attribute) => written(expression(attribute), code.slice(0, at)));
  const lists = LISTS.map((attribute) => labelsOfList(expression(attribute), code));
  const inside = PRESSED.has(name) ? [withoutAttributes(children), ...localsIn(children, code.slice(0, at))] : [];
  return [...headings, ...lists, ...inside].filter((words) => words !== '').map((words) => ({ at, words }));
}

/** What is said of an element inside is not written on it. */
function withoutAttributes(children: string): string {
  return tagsIn(children).reduce((left, { head }) => left.replace(head, ''), children);
}

/** `{label}` stands for what is beside: `const label = …`. */
function localsIn(children: string, before: string): readonly string[] {
  return [...children.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => constant(name, before));
}

/** A name alone stands for what is beside. */
function written(expression: string, before: string): string {
  return /^\w+$/.test(expression) ? constant(expression, before) : expression;
}

function labelsOfList(expression: string, code: string): string {
  const list = written(expression, code);
  return [...list.matchAll(/\blabel: ([^,}]+)/g)].map(([, words]) => words).join(' ');
}

function constant(name: string, before: string): string {
  const start = before.lastIndexOf(`const ${name} = `);
  return start === -1 ? '' : before.slice(start, codeUntil(before, start, ';'));
}

type Bundles = ReadonlyMap<string, unknown>;

/** The English words that a file imports, by the name they have there. */
async function bundlesOf(code: string, file: string): Promise<Bundles> {
  const found = new Map<string, unknown>();
  for (const [, names = '', path = ''] of code.matchAll(/^import \{([^}]*)\} from '([.#][^']*\.ts)';$/gm)) {
    const wanted = names.split(',').map((name) => name.trim().split(' as '));
    if (!wanted.some(([name = '']) => /(messages|words|limits)$/i.test(name))) continue;
    const module = (await import(path.startsWith('#') ? join(ROOT, path.slice(1)) : join(ROOT, dirname(file), path))) as Exports;
    for (const [name = '', own = name] of wanted) if (module[name]?.en !== undefined) found.set(own, module[name].en);
  }
  return found;
}

type Exports = Readonly<Record<string, { readonly en?: unknown } | undefined>>;

/** What `m.some.words` in the code may be; `before` is the file up to there. */
function textsIn(code: string, before: string, bundles: Bundles): readonly string[] {
  const bound = new Map<string, readonly unknown[]>();
  for (const [, name = '', bundle = '', path = ''] of before.matchAll(/const (\w+) = useMessages\((\w+)\)([^;]*);/g))
    bound.set(name, valuesAt([bundles.get(bundle)], path));
  return [...code.matchAll(/(?<![.\w])(\w+)((?:\.\w+|\[[^\]]+\])+)/g)]
    .flatMap(([, name = '', path = '']) => valuesAt(bound.get(name) ?? [], path))
    .map((value) => (typeof value === 'function' ? filled(value as (...blanks: unknown[]) => unknown) : value))
    .filter((value) => typeof value === 'string');
}

/** `.title`, `['title']`, or `[kind]`: any of a group of words. */
function valuesAt(values: readonly unknown[], path: string): readonly unknown[] {
  const parts = [...path.matchAll(/\.(\w+)|\['([^']+)'\]|\[([^\]]+)\]/g)];
  return parts.reduce<readonly unknown[]>((found, [, name, quoted]) => {
    const own = name ?? quoted;
    return found.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (own !== undefined) return [(value as Readonly<Record<string, unknown>>)[own]];
      const all = Object.values(value);
      return all.some((each) => typeof each === 'object') ? [] : all;
    });
  }, values);
}

function filled(words: (...blanks: unknown[]) => unknown): unknown {
  try {
    return words(BLANK, BLANK, BLANK);
  } catch {
    return undefined;
  }
}
