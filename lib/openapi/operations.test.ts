import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { OPERATIONS } from './operations.ts';

const TASKS = join('app', 'api', 'v1', 'tasks');
/** One route, with an operation for each signal. */
const SIGNALS = ['start', 'pause', 'resume', 'stop'];

interface Route {
  readonly operation: string;
  readonly source: string;
}

/** Read from the files: a route that is added later is among them by itself. */
const routes: readonly Route[] = readdirSync(TASKS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  .flatMap((file) => {
    const source = readFileSync(join(TASKS, file), 'utf8');
    const path = `/${dirname(join('api', 'v1', 'tasks', file))}`.replaceAll(/\[(\w+)\]/g, '{$1}');
    const paths = path.includes('{signal}') ? SIGNALS.map((signal) => path.replace('{signal}', signal)) : [path];
    const methods = [...source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(([, method = '']) => method);
    return methods.flatMap((method) => paths.map((each) => ({ operation: `${method} ${each}`, source })));
  });

const described = OPERATIONS.map(({ method, path }) => `${method} ${path}`);

test('every route of tasks is in the description, and nothing else of tasks is', () => {
  expect(routes.length).toBeGreaterThan(40);
  expect(described.filter((each) => each.includes('/api/v1/tasks')).sort()).toEqual(routes.map(({ operation }) => operation).sort());
});

test('no operation is described twice, and each has a name of its own', () => {
  expect(new Set(described).size).toBe(OPERATIONS.length);
  expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
});

test('what a route reads from the address is among its parameters, and each part of a path is', () => {
  for (const { operation, source } of routes) {
    const parameters = OPERATIONS.find(({ method, path }) => `${method} ${path}` === operation)?.parameters ?? [];
    const named = (where: string) => parameters.filter((parameter) => parameter.in === where).map(({ name }) => name);
    expect([operation, named('path').sort()]).toEqual([operation, [...operation.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()]);
    const read =
      source.match(/export const/g)?.length === 1 ? [...source.matchAll(/searchParams\.get\('(\w+)'\)/g)].map(([, name]) => name) : [];
    expect([operation, named('query')]).toEqual([operation, expect.arrayContaining(read)]);
  }
  const revised = OPERATIONS.filter(({ parameters }) => parameters.some(({ name }) => name === 'revision')).map(({ id }) => id);
  expect(revised.sort()).toEqual(['pauseTask', 'resumeTask', 'saveTask', 'startTask', 'stopTask']);
});
