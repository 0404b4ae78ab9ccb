import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The house rules of imports and size (README, "Structure"). TypeScript 7 offers no compiler API: imports are read as text. */
const ROOT = process.cwd();
const TOP = ['app', 'components', 'lib', 'engine', 'e2e'];
const LINES_PER_FILE = 250;

interface File {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly { readonly target: string; readonly typeOnly: boolean }[];
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'generated' || name === 'node_modules' ? [] : walk(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

function read(path: string): File {
  const source = readFileSync(path, 'utf8');
  const found = [...source.matchAll(/^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm)];
  const imports = found.map((match) => ({
    target: resolve(path, match[2] ?? match[3] ?? match[4] ?? ''),
    typeOnly: match[1] !== undefined,
  }));
  return { path: relative(ROOT, path), lines: source.split('\n').length - 1, imports };
}

/** Project files as paths from the root, packages by their name. */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(relative(ROOT, dirname(from)), specifier));
  return specifier.startsWith('#') ? specifier.slice(1) : specifier;
}

const files = TOP.flatMap((folder) => {
  try {
    return walk(join(ROOT, folder)).map(read);
  } catch {
    return [];
  }
});
const product = files.filter((file) => !/\.(test|e2e)\.tsx?$/.test(file.path));
const engine = product.filter((file) => file.path.startsWith('engine/'));
const at = (list: readonly File[], matches: (file: File, target: string) => boolean) =>
  list.flatMap((file) => file.imports.filter(({ target }) => matches(file, target)).map(({ target }) => `${file.path} imports ${target}`));

describe('house rules', () => {
  test('the rules see the project', () => {
    expect(engine.length).toBeGreaterThan(30);
    expect(engine.some((file) => file.imports.length > 3)).toBe(true);
  });

  test('the engine knows nothing of web, console or Prisma: it gets a TaskStore', () => {
    const foreign = /^(app|components|lib|prisma|e2e)\/|^(react|next|@prisma)(\/|$)|^react-dom/;
    expect(at(engine, (_, target) => foreign.test(target))).toEqual([]);
  });

  test('data flows one way: components do not import app, lib does not import components or app', () => {
    const up = (file: File, target: string) =>
      (file.path.startsWith('components/') && target.startsWith('app/')) ||
      (file.path.startsWith('lib/') && /^(app|components)\//.test(target));
    expect(at(product, up)).toEqual([]);
  });

  test('the web reaches the engine through engine/index.ts and its browser-safe parts only', () => {
    const safe =
      /^engine\/(index|engine|errors|text|secret)\.ts$|^engine\/(task\/(config|limits|parameters|state|store)|plan\/(plan|select|case)|progress\/\w+|schema\/\w+|precheck\/(check|diagnose|filter))\.ts$|^engine\/source\/source\.ts$|^engine\/near\.ts$/;
    const web = product.filter((file) => /^(app|components|lib)\//.test(file.path));
    expect(at(web, (_, target) => target.startsWith('engine/') && !safe.test(target))).toEqual([]);
  });

  test('what the browser loads imports no database driver', () => {
    const leaves = /^engine\/(task\/(config|limits|parameters|state)|plan\/(plan|select|case)|progress\/\w+|schema\/\w+|text|errors)\.ts$/;
    expect(
      at(
        engine.filter((file) => leaves.test(file.path)),
        (_, target) => target.includes('postgres/') || target === 'pg',
      ),
    ).toEqual([]);
  });

  test('pg appears only under postgres folders, and no adapter imports another', () => {
    expect(at(engine, (file, target) => /^pg($|-)/.test(target) && !file.path.includes('postgres/'))).toEqual([]);
    expect(
      at(engine, (file, target) => file.path.startsWith('engine/source/postgres/') && target.startsWith('engine/destination/')),
    ).toEqual([]);
    expect(
      at(
        engine,
        (file, target) => file.path.startsWith('engine/destination/postgres/') && /^engine\/source\/(postgres|index)/.test(target),
      ),
    ).toEqual([]);
  });

  test('mysql2 appears only under selectdb folders', () => {
    expect(at(engine, (file, target) => /^mysql2($|\/)/.test(target) && !file.path.includes('selectdb/'))).toEqual([]);
  });

  test('only registries import adapters', () => {
    const adapter = /^engine\/(source|destination)\/(postgres|selectdb)\//;
    const own = (file: File) => adapter.test(file.path) || /^engine\/(source|destination)\/index\.ts$/.test(file.path);
    expect(at(engine, (file, target) => adapter.test(target) && !own(file))).toEqual([]);
  });

  test('snapshot and stream get what they need handed in: they never import task', () => {
    expect(at(engine, (file, target) => /^engine\/(snapshot|stream)\//.test(file.path) && target.startsWith('engine/task/'))).toEqual([]);
  });

  test('no file imports itself through others, types left aside', () => {
    expect(cycles(product)).toEqual([]);
  });

  test(`no file is longer than ${LINES_PER_FILE} lines: it would be two ideas`, () => {
    expect(files.filter((file) => file.lines > LINES_PER_FILE).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  test('folders are words of the vocabulary, never utils, helpers, common or types', () => {
    expect(files.map((file) => dirname(file.path)).filter((folder) => /(^|\/)(utils?|helpers?|common|types)(\/|$)/.test(folder))).toEqual(
      [],
    );
  });
});

function cycles(list: readonly File[]): string[] {
  const graph = new Map(list.map((file) => [file.path, file.imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) if (graph.has(target)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
