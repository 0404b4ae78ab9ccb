import { tableId } from '../schema/table.ts';
import type { ColumnStructure, ConstraintStructure, IndexStructure, TableStructure } from './structure.ts';

/** One thing that a command changed about a table that stays. In the source's words, names as they are after the command. */
export type Alteration =
  | { readonly kind: 'drop-constraint'; readonly name: string; readonly foreign: boolean }
  | { readonly kind: 'drop-index'; readonly name: string }
  | { readonly kind: 'drop-column'; readonly name: string }
  /** The source has dropped the column, and the destination keeps it: it takes rows that do not say it. */
  | { readonly kind: 'loosen-column'; readonly name: string }
  | { readonly kind: 'rename-column'; readonly from: string; readonly to: string }
  | { readonly kind: 'add-column'; readonly column: ColumnStructure }
  | { readonly kind: 'type'; readonly before: ColumnStructure; readonly after: ColumnStructure }
  | { readonly kind: 'default'; readonly column: ColumnStructure }
  | { readonly kind: 'not-null'; readonly column: ColumnStructure }
  | { readonly kind: 'identity'; readonly before: ColumnStructure; readonly after: ColumnStructure }
  | { readonly kind: 'drop-expression'; readonly name: string }
  /** It is computed in another way from here on, in the rows that are there too. */
  | { readonly kind: 'expression'; readonly column: ColumnStructure }
  | { readonly kind: 'rename-constraint'; readonly from: string; readonly to: string }
  | { readonly kind: 'add-constraint'; readonly constraint: ConstraintStructure }
  | { readonly kind: 'rename-index'; readonly from: string; readonly to: string }
  | { readonly kind: 'add-index'; readonly index: IndexStructure };

export interface Difference {
  readonly alterations: readonly Alteration[];
  /** What changed that no alteration says, in a few words for a person. */
  readonly unsaid: readonly string[];
}

/** SQL of before in the names of after: a definition that only follows a renamed column has not changed. */
export type Following = (sql: string) => string;

/** In an order that works: what depends on columns goes before them, and comes after them. */
export function difference(before: TableStructure, after: TableStructure, following: Following): Difference {
  const was = new Map(before.columns.map((column) => [column.number, column]));
  const is = new Map(after.columns.map((column) => [column.number, column]));
  const constraints = constraintSteps(before, after, following);
  const indexes = indexSteps(before, after, following);
  const kept = after.columns.flatMap((column) => {
    const old = was.get(column.number);
    return old === undefined ? [] : [{ old, column }];
  });
  const alterations: Alteration[] = [
    ...constraints.drops,
    ...indexes.drops,
    ...dropped(before.columns.filter(({ number }) => !is.has(number))),
    ...renames(kept),
    ...after.columns.filter(({ number }) => !was.has(number)).map((column) => ({ kind: 'add-column', column }) as const),
    ...kept.flatMap(({ old, column }) => columnSteps(old, column, following)),
    ...constraints.adds,
    ...indexes.adds,
  ];
  return { alterations, unsaid: unsaid(before, after, kept) };
}

interface Kept {
  readonly old: ColumnStructure;
  readonly column: ColumnStructure;
}

/** What is computed from a column goes before it. */
function dropped(columns: readonly ColumnStructure[]): readonly Alteration[] {
  const sorted = [...columns].sort((a, b) => Number(a.generated === 'no') - Number(b.generated === 'no'));
  return sorted.map(({ name }) => ({ kind: 'drop-column', name }));
}

/** No command renames two columns at once, so the order is free. */
function renames(kept: readonly Kept[]): readonly Alteration[] {
  return kept
    .filter(({ old, column }) => old.name !== column.name)
    .map(({ old, column }) => ({ kind: 'rename-column', from: old.name, to: column.name }));
}

/** An identity needs NOT NULL before it and no default beside it. */
function columnSteps(old: ColumnStructure, column: ColumnStructure, following: Following): readonly Alteration[] {
  const steps: Alteration[] = [];
  const typed = old.type !== column.type || old.collation !== column.collation;
  if (typed) steps.push({ kind: 'type', before: old, after: column });
  if (old.generated !== 'no' && column.generated === 'no') steps.push({ kind: 'drop-expression', name: column.name });
  const identity: Alteration = { kind: 'identity', before: old, after: column };
  if (old.identity !== 'no' && column.identity === 'no') steps.push(identity);
  const nullability: Alteration = { kind: 'not-null', column };
  if (!old.notNull && column.notNull) steps.push(nullability);
  const stays = (had: string | null, has: string | null) =>
    had === null || has === null ? had === has : isSame(following(`SELECT ${had}`), `SELECT ${has}`);
  if (!stays(plainDefault(old), plainDefault(column))) steps.push({ kind: 'default', column });
  if (old.generated !== 'no' && column.generated !== 'no' && !stays(old.default, column.default))
    steps.push({ kind: 'expression', column });
  if (column.identity !== 'no' && old.identity !== column.identity) steps.push(identity);
  if (old.notNull && !column.notNull) steps.push(nullability);
  return steps;
}

function plainDefault({ generated, identity, default: text }: ColumnStructure): string | null {
  return generated === 'no' && identity === 'no' ? text : null;
}

function unsaid(before: TableStructure, after: TableStructure, kept: readonly Kept[]): readonly string[] {
  const inherited = (table: TableStructure) => table.inherits.map(tableId).join();
  return [
    ...(before.kind === after.kind ? [] : ['kind']),
    ...(before.logged === after.logged && after.logged ? [] : ['UNLOGGED']),
    ...(before.partitionKey === null || after.partitionKey !== null ? [] : ['PARTITION BY']),
    ...(inherited(before) === inherited(after) ? [] : ['INHERIT']),
    ...kept.flatMap(({ old, column }) => (column.generated !== 'no' && old.generated !== column.generated ? ['GENERATED'] : [])),
  ];
}

interface Turns {
  readonly drops: readonly Alteration[];
  readonly adds: readonly Alteration[];
}

function constraintSteps(before: TableStructure, after: TableStructure, following: Following): Turns {
  const text = (table: TableStructure, { definition }: ConstraintStructure) =>
    `ALTER TABLE ONLY ${quotedName(table)} ADD CONSTRAINT c ${definition}`;
  const was = before.constraints.map((one) => ({ one, text: following(text(before, one)) }));
  const is = after.constraints.map((one) => ({ one, text: text(after, one) }));
  const { gone, come, renamed } = matched(was, is);
  return {
    // A key that a foreign key needs goes after it.
    drops: [...gone]
      .sort((a, b) => Number(b.kind === 'foreign') - Number(a.kind === 'foreign'))
      .map(({ name, kind }) => ({ kind: 'drop-constraint', name, foreign: kind === 'foreign' })),
    adds: [
      ...renamed.map(({ from, to }) => ({ kind: 'rename-constraint', from, to }) as const),
      ...come.map((constraint) => ({ kind: 'add-constraint', constraint }) as const),
    ],
  };
}

function indexSteps(before: TableStructure, after: TableStructure, following: Following): Turns {
  // An index is named inside its own definition; compared, all are called the same.
  const text = ({ name, definition }: IndexStructure) =>
    definition.replace(/ INDEX .*? ON /, (all) => (all.includes(name) ? ' INDEX i ON ' : all));
  const was = before.indexes.map((one) => ({ one, text: following(text(one)) }));
  const is = after.indexes.map((one) => ({ one, text: text(one) }));
  const { gone, come, renamed } = matched(was, is);
  return {
    drops: gone.map(({ name }) => ({ kind: 'drop-index', name })),
    adds: [
      ...renamed.map(({ from, to }) => ({ kind: 'rename-index', from, to }) as const),
      ...come.map((index) => ({ kind: 'add-index', index }) as const),
    ],
  };
}

/** The server quotes a name only where it must; what follows a renamed one quotes all. */
function isSame(a: string, b: string): boolean {
  const plain = (sql: string) => sql.replace(/"([a-z_][a-z0-9_$]*)"/g, '$1');
  return plain(a) === plain(b);
}

interface Told<T> {
  readonly one: T;
  readonly text: string;
}

/**
 * Same name and text: it stays, also where it becomes a parent's, or its own again. Same text alone: it is called otherwise now. What
 * comes from a parent goes and comes with the parent's.
 */
function matched<T extends { readonly name: string; readonly local: boolean }>(was: readonly Told<T>[], is: readonly Told<T>[]) {
  const same = (a: Told<T>, b: Told<T>) => a.one.name === b.one.name && isSame(a.text, b.text);
  const gone = was.filter((old) => old.one.local && !is.some((each) => same(old, each)));
  const come = is.filter((each) => each.one.local && !was.some((old) => same(old, each)));
  const wasNames = new Set(was.map(({ one }) => one.name));
  const isNames = new Set(is.map(({ one }) => one.name));
  const renamed: { readonly from: string; readonly to: string }[] = [];
  for (const old of [...gone]) {
    const next = come.find((each) => isSame(each.text, old.text) && !wasNames.has(each.one.name));
    if (next === undefined || isNames.has(old.one.name)) continue;
    gone.splice(gone.indexOf(old), 1);
    come.splice(come.indexOf(next), 1);
    renamed.push({ from: old.one.name, to: next.one.name });
  }
  return { gone: gone.map(({ one }) => one), come: come.map(({ one }) => one), renamed };
}

function quotedName({ schema, name }: TableStructure): string {
  const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`;
  return `${quoted(schema)}.${quoted(name)}`;
}
