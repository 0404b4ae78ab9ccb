import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const APP = join(import.meta.dirname, '..', '..', 'app');

export interface PageOrRoute {
  readonly kind: 'page' | 'route';
  /** As a browser asks for it, every parameter filled in. */
  readonly path: string;
  /** The folder, `/api/v1/tasks/[id]`. */
  readonly pattern: string;
  readonly methods: readonly string[];
}

/** Everything the console answers to, read from its files: what is added later is in the list by itself. */
export function pagesAndRoutes(): readonly PageOrRoute[] {
  return filesOf(APP).flatMap((file) => {
    const kind = file.endsWith('/page.tsx') ? 'page' : file.endsWith('/route.ts') ? 'route' : null;
    if (kind === null) return [];
    const folders = relative(APP, file)
      .split('/')
      .slice(0, -1)
      .filter((folder) => !folder.startsWith('('));
    const pattern = `/${folders.join('/')}`;
    const path = `/${folders.map((folder) => (folder.startsWith('[') ? 'connections' : folder)).join('/')}`;
    return [{ kind, path, pattern, methods: kind === 'page' ? ['GET'] : methodsOf(readFileSync(file, 'utf8')) }];
  });
}

function methodsOf(source: string): readonly string[] {
  return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) =>
    new RegExp(`export (const|async function|function) ${method}\\b|as ${method}\\b`).test(source),
  );
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}
