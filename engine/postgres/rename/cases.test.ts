import { readFileSync } from 'node:fs';
import { parseSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadGrammar } from '../grammar.ts';
import { createRenamer } from '../rename.ts';
import { IDENTITY, namesFor, SAMPLE } from './sample.ts';

interface Case {
  readonly from: string;
  /** What comes out, or behind `! ` why nothing can. */
  readonly to: string;
}

/** Pairs of lines; the first of the file says what they are. */
function casesOf(file: string): readonly Case[] {
  const text = readFileSync(new URL(`cases/${file}.txt`, import.meta.url), 'utf8');
  return text
    .split('\n\n')
    .slice(1)
    .map((pair) => {
      const [from = '', to = ''] = pair.trimEnd().split('\n');
      return { from, to };
    });
}

/** The same things renamed, to names with everything in them that could end a name. */
const NASTY = {
  nameCase: 'source' as const,
  objects: SAMPLE.objects.map((object) => ({
    ...object,
    as: `"é'.${object.schema}`,
    tables: (object.tables ?? []).map((table) => ({
      ...table,
      ...(table.as === undefined ? {} : { as: `${table.name} "select" \\ 表` }),
      columns: (table.columns ?? []).map(({ name, as }) => ({ name, ...(as === undefined ? {} : { as: `${name}."$$' /* -- ` }) })),
    })),
  })),
};

beforeAll(loadGrammar);

const ALL = ['query', 'table', 'object', 'upper'];

test('there are many cases', () => {
  expect(ALL.flatMap(casesOf).length).toBeGreaterThan(250);
});

describe.each(ALL)('%s', (file) => {
  const config = file === 'upper' ? { nameCase: 'upper' as const, objects: [{ schema: 'sales' }] } : SAMPLE;

  test.each(casesOf(file))('$from', ({ from, to }) => {
    const { statement } = createRenamer(namesFor(config));
    if (to.startsWith('! ')) {
      expect(() => statement(from)).toThrow(`Names inside this definition cannot be mapped (${to.slice(2)}): ${from}`);
      return;
    }
    expect(statement(from)).toBe(to);
    expect(() => parseSync(to)).not.toThrow();
  });

  test('names that stay leave every byte', () => {
    const { statement } = createRenamer(IDENTITY);
    for (const { from, to } of casesOf(file)) if (!to.startsWith('! ')) expect(statement(from)).toBe(from);
  });

  test('whatever the names are, what comes out is what was meant', () => {
    const { statement } = createRenamer(namesFor(file === 'upper' ? config : NASTY));
    for (const { from, to } of casesOf(file)) {
      if (to.startsWith('! ')) continue;
      // The renamer itself reads what it wrote and compares.
      expect(statement(from) === from).toBe(to === from);
    }
  });
});
