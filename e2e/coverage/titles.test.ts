import { expect, test } from 'vitest';
import { titlesOf } from './titles.ts';

const SOURCE = `
describe('a group', () => {
  test('one', async () => {
    expect('x', 'y');
  });

  test.each([[1, (2)]])("two %i", () => {});
  test.skip('not run', () => {});
  test.skipIf(missing !== null)(
    'three',
    run,
  );
  it('it\\'s four', { timeout: 5 }, () => {});
  test.setTimeout(5);
  open('no test', () => {});
  pairTest('five', [15], async () => {});
  test(name, () => open(1)('no title', 2));
});

describe.each([[1]])('of %i', () => {
  test.describe('another group', () => {});
});

const scenarios = [
  {
    says: 'six',
    setup: [],
  },
  onItems('seven', 'seven is told', []),
];
`;

test('titles are those of tests that run, and of scenarios', () => {
  expect([...titlesOf(SOURCE).keys()]).toEqual(['one', 'two %i', 'three', "it's four", 'five', 'six', 'seven is told']);
});

test('the text of a test ends where the next one begins', () => {
  const text = titlesOf(SOURCE).get('one');
  expect(text).toContain("expect('x', 'y')");
  expect(text).not.toContain('two');
  expect(titlesOf(SOURCE).get('two %i')).toContain('[1, (2)]');
});
