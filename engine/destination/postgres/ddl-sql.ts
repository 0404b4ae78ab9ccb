import type { DdlWork } from '../../ddl/carriage.ts';
import type { Alteration } from '../../ddl/diff.ts';
import type { ColumnStructure, ConstraintStructure, OwnedSequence } from '../../ddl/structure.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import type { TableName } from '../../schema/table.ts';
import { waits as waitsForRows } from './ddl-foreign.ts';

/** Writes statements in the names of the source into those of the destination. */
export type Renamed = (sql: string) => string;

type Of<Kind extends DdlWork['kind']> = Extract<DdlWork, { kind: Kind }>;

/** The sequences that come with columns, then the table with what belongs to it alone. */
export function createSql({ plan, structure }: Of<'create'>, renamed: Renamed): readonly string[] {
  const kept = structure.columns.filter(({ name }) => !plan.leftOut.includes(name));
  const checks = structure.constraints.filter(({ kind, local }) => kind === 'check' && local);
  const parts = [...kept.map(columnSql), ...checks.map(({ name, definition }) => `constraint ${quote(name)} ${definition}`)];
  const by = structure.partitionKey === null ? '' : ` partition by ${structure.partitionKey}`;
  const inherits = structure.inherits.length === 0 ? '' : ` inherits (${structure.inherits.map(qualified).join(', ')})`;
  const { partitionOf } = structure;
  const table =
    partitionOf === null
      ? `create table ${qualified(structure)} (${parts.join(', ')})${inherits}${by}`
      : `create table ${qualified(structure)} partition of ${qualified(partitionOf)}${checks.length === 0 ? '' : ` (${parts.slice(kept.length).join(', ')})`} ${partitionOf.bound}${by}`;
  const owned = partitionOf === null ? kept : [];
  return [...owned.flatMap(sequenceSql), table, ...owned.flatMap((column) => ownedSql(structure, column))].map(renamed);
}

function columnSql(column: ColumnStructure): string {
  const { generated, identity, default: given } = column;
  const value =
    generated !== 'no'
      ? ` generated always as (${given}) ${generated}`
      : identity !== 'no'
        ? ` generated ${identity.replace('-', ' ')} as identity`
        : given === null
          ? ''
          : ` default ${given}`;
  return `${typedSql(column)}${value}${column.notNull ? ' not null' : ''}`;
}

function typedSql({ name, type, collation }: ColumnStructure): string {
  return `${quote(name)} ${type}${collation === null ? '' : ` collate ${collation}`}`;
}

function sequenceSql({ sequence }: ColumnStructure): readonly string[] {
  return sequence === null ? [] : [`create sequence if not exists ${qualified(sequence)} ${optionsSql(sequence)}`];
}

function optionsSql({ type, start, increment, min, max, cache, cycle }: OwnedSequence): string {
  return `as ${type} increment by ${increment} minvalue ${min} maxvalue ${max} start with ${start} cache ${cache}${cycle ? ' cycle' : ''}`;
}

function ownedSql(table: TableName, { name, sequence }: ColumnStructure): readonly string[] {
  return sequence === null ? [] : [`alter sequence ${qualified(sequence)} owned by ${qualified(table)}.${quote(name)}`];
}

/** One alteration of a table; names that only the destination has are written as they are, all else goes through `renamed`. */
export function alterationSql(work: Of<'alter'>, each: Alteration, renamed: Renamed): readonly string[] {
  const { structure, from, to } = work;
  const target = qualified(to.destination);
  const alter = `alter table ${qualified(structure)}`;
  switch (each.kind) {
    case 'drop-constraint':
      return [`alter table ${target} drop constraint if exists ${quote(each.name)}`];
    case 'drop-index':
      return [`drop index if exists ${qualified({ schema: to.destination.schema, name: each.name })}`];
    case 'drop-column':
      return [`alter table ${target} drop column if exists ${quote(called(from, each.name))}`];
    case 'loosen-column':
      return [`alter table ${target} alter column ${quote(called(from, each.name))} drop not null`];
    case 'rename-column': {
      const [was, is] = [called(from, each.from), called(to, each.to)];
      return was === is ? [] : [`alter table ${target} rename column ${quote(was)} to ${quote(is)}`];
    }
    case 'add-column':
      return addSql(work, each.column).map(renamed);
    case 'type':
      return typeSql(alter, each, work.emptied).map(renamed);
    case 'default':
      return defaultSql(structure, each.column).map(renamed);
    case 'not-null':
      return [renamed(`${alter} alter column ${quote(each.column.name)} ${each.column.notNull ? 'set' : 'drop'} not null`)];
    case 'identity':
      return [renamed(`${alter} alter column ${quote(each.after.name)} ${identitySql(each.before.identity, each.after.identity)}`)];
    case 'drop-expression':
      return [renamed(`${alter} alter column ${quote(each.name)} drop expression`)];
    case 'expression':
      // Servers have it from version 17 on; an older one refuses it, and a person decides.
      return [renamed(`${alter} alter column ${quote(each.column.name)} set expression as (${each.column.default})`)];
    case 'rename-constraint':
      return [ifThere(constraintThere(to, each.from), `alter table ${target} rename constraint ${quote(each.from)} to ${quote(each.to)}`)];
    case 'add-constraint':
      return addConstraintSql(work, each.constraint, renamed);
    case 'rename-index': {
      const index = qualified({ schema: to.destination.schema, name: each.from });
      return [`alter index if exists ${index} rename to ${quote(each.to)}`];
    }
    case 'add-index':
      // Indexes of what is below a parent are told as its own; ONLY would leave them out.
      return [renamed(each.index.definition.replace(' ON ONLY ', ' ON '))];
  }
}

/** A foreign key between tables whose rows are not all there yet is looked at when they are. */
function addConstraintSql(
  { structure, to, waits }: Of<'alter'>,
  { name, kind, definition }: ConstraintStructure,
  renamed: Renamed,
): readonly string[] {
  const add = renamed(`alter table ${qualified(structure)} add constraint ${quote(name)} ${definition}`);
  if (!waits || kind !== 'foreign' || structure.kind === 'partitioned' || definition.endsWith(' NOT VALID')) return [add];
  return [`${add} not valid`, waitsForRows(qualified(to.destination), quote(name))];
}

/** A name that a person gave stays the same. */
export function renameTable(from: TablePlan, to: TablePlan): readonly string[] {
  if (from.destination.name === to.destination.name) return [];
  return [`alter table ${qualified(from.destination)} rename to ${quote(to.destination.name)}`];
}

export function partitionSql(work: Of<'attach' | 'detach'>): readonly string[] {
  const alter = `alter table ${qualified(work.parent.destination)} ${work.kind} partition ${qualified(work.plan.destination)}`;
  return [work.kind === 'attach' ? `${alter} ${work.bound}` : alter];
}

function called({ columns }: TablePlan, name: string): string {
  return columns.find(({ source }) => source === name)?.destination ?? name;
}

function constraintThere({ destination }: TablePlan, name: string): string {
  return `exists (select from pg_catalog.pg_constraint where conrelid = pg_catalog.to_regclass(${literal(qualified(destination))}) and conname = ${literal(name)})`;
}

function ifThere(condition: string, sql: string): string {
  return `do ${literal(`begin if ${condition} then ${sql}; end if; end`)}`;
}

/** Rows that are there get the value the source's had, not what the default would say here and now. */
function addSql({ structure, to, emptied }: Of<'alter'>, column: ColumnStructure): readonly string[] {
  const alter = `alter table ${qualified(structure)}`;
  const add = `${alter} add column ${to.origin === 'existing' ? 'if not exists ' : ''}`;
  const own = [...sequenceSql(column)];
  if (column.generated !== 'no' || column.identity !== 'no' || emptied || column.missing === null)
    return [...own, `${add}${columnSql(column)}`, ...ownedSql(structure, column)];
  const first = `${add}${typedSql(column)} default ${literal(column.missing)}::${column.type}${column.notNull ? ' not null' : ''}`;
  return [...own, first, ...defaultSql(structure, column), ...ownedSql(structure, column)];
}

function defaultSql(table: TableName, column: ColumnStructure): readonly string[] {
  const to = column.default === null ? 'drop default' : `set default ${column.default}`;
  return [...sequenceSql(column), `alter table ${qualified(table)} alter column ${quote(column.name)} ${to}`, ...ownedSql(table, column)];
}

/** The default goes first: it need not be one of the other type. Where there are no rows the conversion only has to exist. */
function typeSql(alter: string, { before, after }: Extract<Alteration, { kind: 'type' }>, emptied: boolean): readonly string[] {
  const column = `${alter} alter column ${quote(after.name)}`;
  const plain = after.generated === 'no' && after.identity === 'no';
  const using = after.generated === 'no' ? ` using ${quote(after.name)}${emptied ? '::text' : ''}::${after.type}` : '';
  return [
    ...(plain && before.default !== null ? [`${column} drop default`] : []),
    `${column} type ${after.type}${after.collation === null ? '' : ` collate ${after.collation}`}${using}`,
    ...(plain && after.default !== null ? [`${column} set default ${after.default}`] : []),
  ];
}

function identitySql(before: ColumnStructure['identity'], after: ColumnStructure['identity']): string {
  if (after === 'no') return 'drop identity if exists';
  return before === 'no' ? `add generated ${after.replace('-', ' ')} as identity` : `set generated ${after.replace('-', ' ')}`;
}

/** For people: which table of the destination it is about. */
export function placeOf(work: DdlWork): TableName {
  if (work.kind === 'enum') return work.labels;
  return 'to' in work ? work.to.destination : work.plan.destination;
}
