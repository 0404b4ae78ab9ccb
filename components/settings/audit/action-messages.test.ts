import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actionMessages } from './action-messages.ts';

/** The names that routes and lib give to actions, read from their files: one that is added later must get its words. */
const named = ['app/api', 'lib'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/\baction: '([a-z]+\.[a-z-]+)'/g)].map(([, name = '']) => name),
    ),
);

test('every action that the audit log may hold has its words, and no others have', () => {
  expect(named.length).toBeGreaterThan(30);
  expect(Object.keys(actionMessages.en).sort()).toEqual([...new Set(named)].sort());
});
