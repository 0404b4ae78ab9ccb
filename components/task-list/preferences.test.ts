import { expect, test } from 'vitest';
import { keep, kept, type Preferences, USUAL } from './preferences.ts';
import { COLUMNS } from './view.ts';

test('what was chosen comes back as it was', () => {
  for (const hidden of [USUAL.hidden, [], COLUMNS, ['lag', 'rate'], ['finished']] as const)
    for (const dense of [true, false]) {
      const wanted: Preferences = { hidden: COLUMNS.filter((column) => (hidden as readonly string[]).includes(column)), dense };
      expect(kept(keep(wanted))).toEqual(wanted);
    }
});

test('a column that nobody has chosen is as it usually is', () => {
  // As a browser keeps it that has seen some of the columns only.
  expect(kept(JSON.stringify({ hidden: ['lag'], shown: ['rate'], dense: true }))).toEqual({
    hidden: COLUMNS.filter((column) => column === 'lag' || (column !== 'rate' && USUAL.hidden.includes(column))),
    dense: true,
  });
  // Nothing but what differs from usual is kept.
  expect(JSON.parse(keep({ ...USUAL, hidden: [...USUAL.hidden, 'tag'] }))).toEqual({ hidden: ['tag'], shown: [], dense: false });
});

test('of a list kept by a version before, all that it showed stays, and what came since is as it usually is', () => {
  const before = (hidden: readonly string[]) => kept(JSON.stringify({ hidden, dense: true }));
  expect(before(['rate', 'group', 'started', 'lag', 'colour'])).toEqual({
    hidden: ['lag', 'rate', 'group', 'started', 'finished'],
    dense: true,
  });
  expect(before([])).toEqual({ hidden: ['finished'], dense: true });
});

test('what cannot be read is the usual', () => {
  for (const stored of [null, '', '{', 'null', '7', '"x"', '[]', '{"hidden":"lag"}']) expect(kept(stored)).toEqual(USUAL);
});
