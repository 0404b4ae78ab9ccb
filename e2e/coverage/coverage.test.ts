import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '#engine/precheck/checks/index.ts';
import { SECTIONS } from './sections.ts';
import { titlesOf } from './titles.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ROWS = SECTIONS.flatMap((section) => section.rows.map((row) => ({ ...row, id: `${section.id}.${row.id}` })));
/** Steps of the walk and ways through the wizard are tests of `e2e/browser/*.e2e.ts`, scenarios of changes those of `matrix.db.test.ts`. */
const IS_RUN = /\.(test|e2e)\.ts$|^e2e\/(browser\/(walk|paths)|incremental)\//;

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const known = new Map<string, ReadonlyMap<string, string>>();

/** Tests of a file by their titles; none of a file that is not there, or that nothing runs. */
function titles(file: string): ReadonlyMap<string, string> {
  const found = known.get(file) ?? titlesOf(IS_RUN.test(file) && existsSync(join(ROOT, file)) ? read(file) : '');
  known.set(file, found);
  return found;
}

describe('the tables of what is covered', () => {
  test('every test that a row names is there, by file and title', () => {
    const missing = ROWS.flatMap(({ id, proofs }) =>
      proofs.filter(({ file, title }) => !titles(file).has(title)).map(({ file, title }) => `${id}: ${file}: ${title}`),
    );
    expect(missing).toEqual([]);
  });

  test('a row is shown by a test, or left out with a reason, never both', () => {
    const isTold = (reason: string | undefined) => reason !== undefined && reason.trim().length > 10;
    const ill = ROWS.filter(
      ({ proofs, answer, left }) => proofs.length > 0 === (left !== undefined) || (answer !== undefined && !isTold(answer)),
    );
    expect([...ill, ...ROWS.filter(({ left }) => left !== undefined && !isTold(left))].map(({ id }) => id)).toEqual([]);
  });

  test('every row has an id of its own, and a name of its own in its section', () => {
    const ids = ROWS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z-]+\.[a-z-]+$/.test(id))).toEqual([]);
    for (const { id, rows } of SECTIONS) expect([id, new Set(rows.map(({ name }) => name.trim())).size]).toEqual([id, rows.length]);
  });

  test('every section has its file in the list', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => !file.endsWith('.test.ts') && read(join('e2e/coverage', file)).includes(': Section = {'),
    );
    expect(files).toHaveLength(SECTIONS.length);
  });
});

describe('precheck items', () => {
  const codes = new Set(CHECKS.map(({ code }) => code));

  test('those that a row names are there, each in a test that the row names', () => {
    const ill = ROWS.flatMap(({ id, codes: named = [], proofs }) => {
      const text = proofs.map(({ file, title }) => titles(file).get(title) ?? '').join('\n');
      return named.filter((code) => !codes.has(code) || !text.includes(code)).map((code) => `${id}: ${code}`);
    });
    expect(ill).toEqual([]);
  });

  test('every one says what it looks at, in both languages, and some test names it', () => {
    const tests = ['engine', 'engine/precheck']
      .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)))
      .filter((file) => file.endsWith('.test.ts'))
      .map(read)
      .join('\n');
    expect(CHECKS.filter(({ code }) => !tests.includes(code)).map(({ code }) => code)).toEqual([]);
    expect(CHECKS.filter(({ about }) => !about?.en || !about.zh).map(({ code }) => code)).toEqual([]);
    expect(codes.size).toBe(CHECKS.length);
  });
});
