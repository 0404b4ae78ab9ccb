import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { taskDocument } from './body.ts';
import { curlOf } from './curl.ts';
import { OPERATIONS } from './operations.ts';
import { previewDocument } from './preview.ts';

const DRAFT = draftConfig.parse({
  name: "it's one",
  source: { type: 'postgresql', host: 'a', password: 'typed', tls: { mode: 'verify-ca', key: 'typed key' } },
  destination: { type: 'postgresql', host: 'b' },
});

test('secrets that were typed or are stored are named, and nothing else is changed', () => {
  const shown = previewDocument(DRAFT, { source: [], destination: ['password', 'tls.passphrase'] });
  expect(JSON.stringify(shown)).not.toContain('typed');
  expect(shown.source).toMatchObject({ host: 'a', password: '<source password>', tls: { mode: 'verify-ca', key: '<source tls key>' } });
  expect(shown.destination).toMatchObject({ password: '<destination password>' });
  expect({ ...shown, source: DRAFT.source, destination: DRAFT.destination }).toEqual(DRAFT);
  const none = { source: { connectionId: 'c' }, destination: {} } as const;
  expect(previewDocument({ ...DRAFT, ...none }, { source: ['password'], destination: [] })).toMatchObject(none);
});

test('it begins with its name, in whatever order the store gave it back', () => {
  const stored = Object.fromEntries(Object.entries(DRAFT).sort(([a], [b]) => a.length - b.length)) as typeof DRAFT;
  const keys = Object.keys(previewDocument(stored, { source: [], destination: [] }));
  expect(keys.slice(0, 4)).toEqual(['name', 'kind', 'source', 'destination']);
  expect(keys.sort()).toEqual(Object.keys(DRAFT).sort());
});

test('what is shown is what the API takes', () => {
  expect(taskDocument.safeParse(previewDocument(DRAFT, { source: [], destination: ['password'] })).success).toBe(true);
});

test('a command quotes what a shell would read otherwise', () => {
  const [create] = OPERATIONS;
  if (create === undefined) throw new Error('There are no operations.');
  const command = curlOf(create, { url: 'https://dts.example', body: { name: "it's $HOME" } });
  expect(command).toContain(`-X POST 'https://dts.example/api/v1/tasks'`);
  expect(command).toContain(`"name": "it'\\''s $HOME"`);
});
