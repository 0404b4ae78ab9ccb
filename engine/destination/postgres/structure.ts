import type { Statement, TablePlan } from '../../plan/plan.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import { createRenamer, type Renamer } from '../../postgres/rename.ts';
import {
  type Catalog,
  type ColumnSpec,
  displayName,
  type SequenceOptions,
  type TableName,
  type TableSpec,
  tableId,
} from '../../schema/table.ts';

interface Context {
  readonly catalog: Catalog;
  readonly tables: readonly TablePlan[];
  readonly plans: ReadonlyMap<string, TablePlan>;
  readonly renamer: Renamer;
  /** Where an object of a schema goes that is not itself renamed. */
  readonly place: (name: TableName) => TableName;
}

/**
 * The statements that make the plan's tables, in the order of design section 6: structures, then (after the data) keys and
 * indexes, foreign keys last. Definitions come from the source's own `pg_get_*def`; names are mapped inside them.
 */
export function structureStatements(
  catalog: Catalog,
  tables: readonly TablePlan[],
  schemas: ReadonlyMap<string, string>,
): readonly Statement[] {
  const place = (name: TableName): TableName => ({ schema: schemas.get(name.schema) ?? name.schema, name: name.name });
  const plans = new Map(tables.map((table) => [table.id, table]));
  const renamer = createRenamer(tables, schemas);
  const context: Context = { catalog, tables, plans, renamer, place };
  const specs = ordered(catalog.tables.filter((spec) => plans.get(tableId(spec))?.origin === 'create'));
  return [
    ...schemaStatements(context, specs),
    ...catalog.enums.map((each) => enumStatement(context, each)),
    ...catalog.sequences.map((each) => sequenceStatement(context, each)),
    ...specs.flatMap((spec) => tableStatements(context, spec)),
    ...catalog.sequences.flatMap((each) => ownedByStatement(context, each)),
    ...specs.flatMap((spec) => keyStatements(context, spec)),
    ...specs.flatMap((spec) => indexStatements(context, spec)),
    ...specs.flatMap((spec) => foreignKeyStatements(context, spec)),
  ];
}

/** Parents before their partitions. */
function ordered(specs: readonly TableSpec[]): readonly TableSpec[] {
  const byId = new Map(specs.map((spec) => [tableId(spec), spec]));
  const depth = (spec: TableSpec): number => {
    const parent = spec.partitionOf === null ? undefined : byId.get(tableId(spec.partitionOf));
    return parent === undefined ? 0 : depth(parent) + 1;
  };
  return [...specs].sort((a, b) => depth(a) - depth(b));
}

function schemaStatements(context: Context, specs: readonly TableSpec[]): readonly Statement[] {
  const all = [
    ...specs.map((spec) => target(context, spec)),
    ...[...context.catalog.enums, ...context.catalog.sequences].map(context.place),
  ];
  const names = [...new Set(all.map((name) => name.schema))].sort();
  return names.map((name) => ({
    id: `schema ${name}`,
    phase: 'before',
    kind: 'schema',
    object: name,
    table: null,
    sql: `create schema if not exists ${quote(name)}`,
  }));
}

function target(context: Context, name: TableName): TableName {
  return context.plans.get(tableId(name))?.destination ?? context.place(name);
}

function enumStatement(context: Context, spec: Catalog['enums'][number]): Statement {
  const name = context.place(spec);
  return {
    id: `type ${tableId(spec)}`,
    phase: 'before',
    kind: 'type',
    object: displayName(name),
    table: null,
    sql: `create type ${qualified(name)} as enum (${spec.labels.map(literal).join(', ')})`,
  };
}

function sequenceStatement(context: Context, spec: Catalog['sequences'][number]): Statement {
  const name = context.place(spec);
  const sql = `create sequence ${qualified(name)} as ${spec.options.type} ${sequenceOptions(spec.options)}`;
  return { id: `sequence ${tableId(spec)}`, phase: 'before', kind: 'sequence', object: displayName(name), table: null, sql };
}

function sequenceOptions(options: SequenceOptions): string {
  const { start, increment, min, max, cache, cycle } = options;
  return `start ${start} increment ${increment} minvalue ${min} maxvalue ${max} cache ${cache}${cycle ? ' cycle' : ''}`;
}

function ownedByStatement(context: Context, spec: Catalog['sequences'][number]): readonly Statement[] {
  const owner = spec.ownedBy === null ? undefined : context.plans.get(tableId(spec.ownedBy));
  const column = owner?.columns.find((each) => each.source === spec.ownedBy?.column);
  if (owner === undefined || column === undefined || owner.origin !== 'create') return [];
  const name = context.place(spec);
  const sql = `alter sequence ${qualified(name)} owned by ${qualified(owner.destination)}.${quote(column.destination)}`;
  return [{ id: `owned ${tableId(spec)}`, phase: 'before', kind: 'sequence', object: displayName(name), table: null, sql }];
}

function tableStatements(context: Context, spec: TableSpec): readonly Statement[] {
  const plan = context.plans.get(tableId(spec));
  if (plan === undefined) return [];
  const name = qualified(plan.destination);
  const chosen = new Set([
    ...plan.columns.map((column) => column.source),
    ...spec.columns.filter((column) => column.generated !== 'no').map((column) => column.name),
  ]);
  const columns = spec.columns
    .filter((column) => chosen.has(column.name) && !dependsOnUnchosen(context, column, { plan, spec }))
    .map((column) => columnSql(context, plan, column));
  const partitioned = spec.partitionKey === null ? '' : ` partition by ${context.renamer.partitionKey(plan.id, spec.partitionKey)}`;
  const options = spec.options.length === 0 ? '' : ` with (${spec.options.join(', ')})`;
  const make = `create ${spec.unlogged ? 'unlogged ' : ''}table ${name} (${columns.join(', ')})${partitioned}${options}`;
  const comment = spec.comment === null ? [] : [`comment on table ${name} is ${literal(spec.comment)}`];
  const attach =
    spec.partitionOf === null
      ? []
      : [`alter table ${qualified(target(context, spec.partitionOf))} attach partition ${name} ${spec.partitionOf.bound}`];
  const checks = spec.constraints.filter(({ kind }) => kind === 'check').map((constraint) => addConstraint(context, plan, constraint));
  const statement = (id: string, kind: Statement['kind'], sql: string): Statement => ({
    id: `${id} ${plan.id}`,
    phase: 'before',
    kind,
    object: displayName(plan.destination),
    table: plan.id,
    sql,
  });
  return [
    statement('table', 'table', make),
    ...attach.map((sql) => statement('attach', 'table', sql)),
    ...comment.map((sql) => statement('comment', 'table', sql)),
    ...checks.map((sql, index) => statement(`check ${index}`, 'constraint', sql)),
  ];
}

/** A generated column goes when a column it is computed from was not chosen. */
function dependsOnUnchosen(context: Context, column: ColumnSpec, table: { readonly plan: TablePlan; readonly spec: TableSpec }): boolean {
  if (column.generated === 'no' || column.default === null) return false;
  const chosen = new Set(table.plan.columns.map((each) => each.source));
  const used = context.renamer.columnsOf(column.default);
  return table.spec.columns.some((each) => each.generated === 'no' && used.has(each.name) && !chosen.has(each.name));
}

function columnSql(context: Context, plan: TablePlan, column: ColumnSpec): string {
  const name = plan.columns.find((each) => each.source === column.name)?.destination ?? column.name;
  const parts = [quote(name), context.renamer.type(column.type)];
  if (column.collation !== null) parts.push(`collate ${column.collation}`);
  if (column.generated !== 'no')
    parts.push(`generated always as (${context.renamer.expression(plan.id, column.default ?? 'null')}) ${column.generated}`);
  else if (column.default !== null) parts.push(`default ${context.renamer.expression(plan.id, column.default)}`);
  if (column.identity !== 'no') {
    const options = column.identityOptions === null ? '' : ` (${sequenceOptions(column.identityOptions)})`;
    parts.push(`generated ${column.identity === 'always' ? 'always' : 'by default'} as identity${options}`);
  }
  if (column.notNull) parts.push('not null');
  return parts.join(' ');
}

function addConstraint(context: Context, plan: TablePlan, constraint: TableSpec['constraints'][number]): string {
  const table = `${quote(plan.source.schema)}.${quote(plan.source.name)}`;
  return context.renamer.statement(plan.id, `alter table ${table} add constraint ${quote(constraint.name)} ${constraint.definition}`);
}

/** A constraint or index over a column that was not chosen cannot be made. */
function coversChosen(plan: TablePlan, spec: TableSpec, columns: Iterable<string>): boolean {
  const chosen = new Set(plan.columns.map((column) => column.source));
  const generated = new Set(spec.columns.filter((column) => column.generated !== 'no').map((column) => column.name));
  return [...columns].every((column) => chosen.has(column) || generated.has(column));
}

function keyStatements(context: Context, spec: TableSpec): readonly Statement[] {
  return constraintsOf(context, spec, ['primary', 'unique', 'exclusion'], 'constraint');
}

/** Foreign keys to tables outside the plan are left out; the precheck has said so. */
function foreignKeyStatements(context: Context, spec: TableSpec): readonly Statement[] {
  return constraintsOf(context, spec, ['foreign'], 'foreign-key').filter((statement) => statement.sql !== '');
}

function constraintsOf(context: Context, spec: TableSpec, kinds: readonly string[], kind: Statement['kind']): readonly Statement[] {
  const plan = context.plans.get(tableId(spec));
  if (plan === undefined) return [];
  return spec.constraints
    .filter((constraint) => kinds.includes(constraint.kind) && coversChosen(plan, spec, constraint.columns))
    .filter((constraint) => constraint.references === null || context.plans.has(tableId(constraint.references)))
    .map((constraint) => ({
      id: `constraint ${plan.id} ${constraint.name}`,
      phase: 'after',
      kind,
      object: `${displayName(plan.destination)}: ${constraint.name}`,
      table: plan.id,
      sql: addConstraint(context, plan, constraint),
    }));
}

function indexStatements(context: Context, spec: TableSpec): readonly Statement[] {
  const plan = context.plans.get(tableId(spec));
  if (plan === undefined) return [];
  return spec.indexes
    .filter((index) => index.valid && coversChosen(plan, spec, context.renamer.columnsOfIndex(index.definition)))
    .map((index) => ({
      id: `index ${plan.id} ${index.name}`,
      phase: 'after',
      kind: 'index',
      object: `${displayName(plan.destination)}: ${index.name}`,
      table: plan.id,
      // ONLY would leave the index of a partitioned table invalid until each partition has its own attached.
      sql: context.renamer.statement(plan.id, index.definition.replace(' ON ONLY ', ' ON ')),
    }));
}
