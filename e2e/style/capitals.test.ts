import { expect, test } from 'vitest';
import { settingsMessages } from '#components/settings/messages.ts';
import { SETTINGS } from '#components/settings/sections.ts';
import { shellMessages } from '#components/shell/messages.ts';
import { NAVIGATION } from '#components/shell/navigation.ts';
import { labels } from './labels.ts';
import { isSentence, wrongIn } from './title-case.ts';

/** Headings that tell what happened, and what is a part of one. */
const SENTENCES: ReadonlySet<string> = new Set([
  'Some things could not be removed',
  'None of these tasks can take part',
  'Your session has ended',
  'Untitled task',
  'Xx is ready',
  'Xx started',
  'Xx paused',
  'Xx stopped',
  'Xx released',
  'Xx tasks',
]);
/** Names that are written as they are. */
const NAMES: ReadonlySet<string> = new Set(['curl']);

const wrong = (text: string) => !SENTENCES.has(text) && !isSentence(text) && wrongIn(text).some((word) => !NAMES.has(word));

/** Buttons, menu entries, tabs, and headings of pages and dialogs, as the console of DTS has them. All else is written as sentences are. */
test('what is pressed, and what heads a page or a dialog, is in title case', async () => {
  const found = await labels();
  expect(found.length).toBeGreaterThan(250);
  const places = [...NAVIGATION.map(({ name }) => shellMessages.en[name]), ...SETTINGS.map(({ name }) => settingsMessages.en[name])];
  const all = [...found, ...places.map((text) => ({ file: 'navigation', text }))];
  expect(all.filter(({ text }) => wrong(text)).map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

test('a title is told from what is none', () => {
  for (const title of [
    'Sign In',
    'Fix It for Me',
    'Run at the Source',
    'Next: Save Task Settings and Precheck',
    'Rename…',
    'Delete Xx',
    'Load 7 More',
  ])
    expect([title, wrongIn(title)]).toEqual([title, []]);
  expect(wrongIn('Save as connection…')).toEqual(['connection']);
  expect(wrongIn('Sign in')).toEqual(['in']);
  expect(wrongIn('Back To Tasks')).toEqual(['To']);
});
