import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { OTHER_KINDS, type OtherKind } from '#engine/schema/object.ts';
import type { SchemaSelection, TaskConfig } from '#engine/task/config.ts';
import type { TestServers } from '../faults/servers.ts';
import { TestTask } from '../faults/test-task.ts';
import { describeCatalogs, diffLines } from './catalogs.ts';
import { dumpProgram, dumpStructure } from './dump.ts';
import { EVENT_TRIGGERS } from './fixture/index.ts';
import { type Policy, type Renames, withoutOldNames } from './mapping.ts';
import { type Expected, missingMajor, Pool, schemasOf } from './pool.ts';
import { describeRows } from './rows.ts';

const pool = new Pool();
afterAll(() => pool[Symbol.asyncDispose]());

type Options = Partial<Pick<TaskConfig, 'nameCase' | 'structure'>>;

const PAIRS = [
  [11, 18],
  [12, 15],
  [15, 15],
  [15, 18],
  [17, 17],
  [18, 18],
] as const;

describe('every construct arrives as it was', () => {
  for (const [from, to] of PAIRS) {
    pairTest(`${from} to ${to}`, [from, to], async () => {
      const servers = await pool.pair(from, to);
      const url = await migrate(servers, `plain_${from}_${to}`, {});
      await compare(servers, { expected: await pool.expected(servers), url, owners: false });
    });
  }

  pairTest('with owners and grants, 15 to 15', [15], async () => {
    const servers = await pool.pair(15, 15);
    const url = await migrate(servers, 'owners', { structure: { ownership: true, grants: true, eventTriggers: [...EVENT_TRIGGERS] } });
    await compare(servers, { expected: await pool.expected(servers), url, owners: true });
  });
});

describe('every construct arrives under its new name', () => {
  for (const policy of ['default', 'upper', 'lower'] as const satisfies readonly Policy[]) {
    pairTest(`with the policy ${policy}, 15 to 15`, [15], async () => {
      const servers = await pool.pair(15, 15);
      const url = await migrate(servers, `policy_${policy}`, { nameCase: policy });
      await compareRenamed(servers, { expected: await pool.renamed(servers, `expected_${policy}`, policy), url });
    });
  }

  for (const major of [15, 18]) {
    pairTest(`with schemas, tables and columns renamed, ${major} to ${major}`, [major], async () => {
      const servers = await pool.pair(major, major);
      const url = await migrate(servers, 'renamed', {}, RENAMES);
      await compareRenamed(servers, { expected: await pool.renamed(servers, 'expected_renamed', RENAMES), url });
    });
  }
});

const ODD = 'Fx Odd "Näme" 表';
const RENAMES = {
  schemas: { fx_sales: 'Sold "here"', fx_part: 'parts_new', fx_report: 'Reports', [ODD]: 'plain' },
  tables: [
    { schema: 'fx_sales', name: 'orders', as: 'orders2' },
    { schema: 'fx_sales', name: 'customers', as: 'Client "List"' },
    { schema: 'fx_part', name: 'events', as: 'happenings' },
    { schema: ODD, name: 'Order', as: 'select' },
  ],
  columns: [
    { schema: 'fx_sales', table: 'orders', name: 'note', as: 'remark' },
    { schema: 'fx_sales', table: 'orders', name: 'customer', as: 'Who bought' },
    { schema: 'fx_sales', table: 'customers', name: 'id', as: 'client_no' },
    { schema: 'fx_part', table: 'events', name: 'amount', as: 'How "much"' },
    { schema: ODD, table: 'Order', name: 'From', as: 'where' },
    { schema: ODD, table: 'Order', name: 'a"b', as: 'ab' },
  ],
} as const satisfies Renames;

function pairTest(name: string, majors: readonly number[], run: () => Promise<void>): void {
  const missing = missingMajor(...majors);
  if (missing !== null) console.log(`${name}: left out, ${missing}`);
  test.skipIf(missing !== null)(name, run);
}

/** Migrates structure and rows of the whole database; resolves with the destination's address. */
async function migrate(servers: TestServers, database: string, options: Options, renames?: Renames): Promise<string> {
  const [source, destination] = await servers.databases(database);
  const schemas = await schemasOf(source);
  const objects = schemas.map((schema) => ({ schema }));
  const structure = { ownership: false, grants: false, eventTriggers: [...EVENT_TRIGGERS] };
  const settings = { types: ['schema', 'full'] as const, structure, ...options };
  await using task = await TestTask.create(servers, database, {
    ...settings,
    types: [...settings.types],
    objects: renames === undefined ? objects : await renamedObjects(servers, { database, schemas, renames }),
  });
  await task.send('start');
  await task.reaches('finished');
  expect(task.complaints()).toEqual([]);
  const { leftOut } = await task.engine.structure(task.id);
  expect(leftOut.map(({ object, cause }) => `${object}: ${cause.en}`)).toEqual([]);
  return destination;
}

/** A schema of which a table is renamed is listed whole. */
async function renamedObjects(
  servers: TestServers,
  init: { readonly database: string; readonly schemas: readonly string[]; readonly renames: Renames },
): Promise<SchemaSelection[]> {
  const { schemas = {}, tables = [], columns = [] } = init.renames;
  const endpoint = servers.source.endpoint(init.database);
  await using lister = await TestTask.create(servers, init.database, { objects: [{ schema: 'public' }] });
  const { engine } = lister;
  return Promise.all(
    init.schemas.map(async (schema) => {
      const as = schemas[schema];
      const whole = { schema, ...(as === undefined ? {} : { as }) };
      if (!tables.some((table) => table.schema === schema)) return whole;
      const names = (await engine.tables(endpoint, schema)).map(({ name }) => name);
      const chosen = await Promise.all(
        names.map(async (name) => {
          const renamed = tables.find((table) => table.schema === schema && table.name === name);
          const own = columns.filter((column) => column.schema === schema && column.table === name);
          if (own.length === 0) return { name, ...(renamed === undefined ? {} : { as: renamed.as }) };
          const all = (await engine.columns(endpoint, { schema, name })).map((column) => {
            const to = own.find((each) => each.name === column.name);
            return { name: column.name, ...(to === undefined ? {} : { as: to.as }) };
          });
          return { name, ...(renamed === undefined ? {} : { as: renamed.as }), columns: all };
        }),
      );
      const others = (await engine.objects(endpoint, schema)).flatMap(({ kind, name, table }) =>
        isOther(kind) ? [{ kind, name, ...(table === null ? {} : { table: table.name }) }] : [],
      );
      return { ...whole, tables: chosen, ...(others.length === 0 ? {} : { others }) };
    }),
  );
}

function isOther(kind: string): kind is OtherKind {
  return OTHER_KINDS.some((other) => other === kind);
}

async function compare(
  servers: TestServers,
  init: { readonly expected: Expected; readonly url: string; readonly owners: boolean },
): Promise<void> {
  const { expected, url, owners } = init;
  const madeUp = servers.source.major < 18 && servers.destination.major >= 18;
  const [wanted, found] = await Promise.all([expected.url, url].map((each) => describeCatalogs(each, { owners })));
  equal('catalogs', madeUp ? (wanted ?? []).filter(isNamed) : wanted, madeUp ? (found ?? []).filter(isNamed) : found);
  equal('rows', await describeRows(expected.url), await describeRows(url));
  const program = await dumpProgram(servers.destination.major);
  if ('missing' in program) return console.log(`pg_dump not compared: ${program.missing}`);
  expect(await dumpStructure(program, url, { owners })).toEqual(await dumpStructure(program, expected.url, { owners }));
}

/** Before 18 a NOT NULL has no name: the destination makes one up, and whose it is when it was inherited depends on the way there. */
function isNamed(line: string): boolean {
  return !/^pg_constraint .*"contype": "n"/.test(line) && !/^pg_depend table constraint \S*_not_null /.test(line);
}

/** Texts as PostgreSQL prints them after a rename; whatever they refer to is compared through pg_depend as well. */
async function compareRenamed(
  servers: TestServers,
  { expected, url }: { readonly expected: Expected; readonly url: string },
): Promise<void> {
  const [wanted, found] = await Promise.all([expected.url, url].map((each) => describeCatalogs(each, { owners: false })));
  // Where the two sides of USING are renamed apart, PostgreSQL prints aliases for all columns and the product ON: such a view is
  // compared by its columns, what it depends on, and its rows.
  const apart = new Set((wanted ?? []).filter((line) => / USING \(/.test(VIEW_TEXT.exec(line)?.[0] ?? '')).map(viewOf));
  const plainNames = withoutOldNames(expected.relations);
  const plain = (lines: readonly string[] | undefined) =>
    withoutMadeUpNames(lines ?? [])
      .map((line) => plainNames(apart.has(viewOf(line)) ? line.replace(VIEW_TEXT, '') : line))
      .sort();
  equal('catalogs', plain(wanted), plain(found));
  equal('rows', await describeRows(expected.url), await describeRows(url));
  const program = await dumpProgram(servers.destination.major);
  if ('missing' in program) console.log(`pg_dump not compared: ${program.missing}`);
}

/**
 * A foreign key from or to a partitioned table has a copy for each partition, which PostgreSQL names after the tables as they are
 * called when it makes them.
 */
function withoutMadeUpNames(lines: readonly string[]): readonly string[] {
  const copies = lines.flatMap(
    (line) => /^pg_constraint table constraint (.+?) on .*"contype": "f".*"conparentid": /.exec(line)?.[1] ?? [],
  );
  const printed = [...new Set(copies)].flatMap((name) => [name, JSON.stringify(name).slice(1, -1)]);
  const plain = copies.map((name) => `"conname": ${JSON.stringify(name.replaceAll(/^"|"$/g, ''))}`);
  const all = [...new Set([...printed.map((name) => `${name} on `), ...plain])].sort((a, b) => b.length - a.length);
  return lines.map((line) => all.reduce((text, name) => (text.includes(name) ? text.replaceAll(name, '(copy) on ') : text), line));
}

const VIEW_TEXT = /"viewdef": "(?:[^"\\]|\\.)*", /;

/** Identity of a view's own line, or none. */
function viewOf(line: string): string | null {
  return VIEW_TEXT.test(line) ? line.slice(0, line.indexOf(' {')) : null;
}

/** Fails with what only one side has; all of it goes to a file when a person asks for it. */
function equal(what: string, wanted: readonly string[] | undefined, found: readonly string[] | undefined): void {
  expect(wanted?.length ?? 0, what).toBeGreaterThan(100);
  const differences = diffLines(wanted ?? [], found ?? []);
  const { OPENDTS_STRUCTURE_DIFF } = process.env;
  if (OPENDTS_STRUCTURE_DIFF !== undefined && differences.length > 0) {
    writeFileSync(
      `${OPENDTS_STRUCTURE_DIFF}-${expect.getState().currentTestName?.replaceAll(/\W+/g, '-')}-${what}.txt`,
      differences.join('\n'),
    );
  }
  expect(differences, what).toEqual([]);
}
