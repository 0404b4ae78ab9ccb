import { givenPart, givenType } from '../plan/given.ts';
import type { TableModel } from '../plan/model.ts';
import type { NameMap } from '../plan/names.ts';
import type { ColumnPlan, CopyChoice, SequencePlan, SequenceRef, TablePlan } from '../plan/plan.ts';
import { heeds, type Operations } from '../schema/operation.ts';
import { type TableName, tableId } from '../schema/table.ts';
import type { TableSelection } from '../task/config.ts';
import { text } from '../text.ts';
import { asLeftBy } from './at-source.ts';
import type { ColumnStructure, TableStep, TableStructure } from './structure.ts';

export interface Words {
  readonly columnType: (type: string) => string;
  /** What the task calls tables and columns it has not met before. */
  readonly names: NameMap;
  /** Gives a table that comes the destination's shape, where that has models of tables. */
  readonly shape?: (table: TablePlan, structure: TableStructure) => TablePlan;
}

const AS_TEXT: CopyChoice = {
  format: 'text',
  reason: text('Copied as text: the table was changed while changes were followed', '以文本格式复制：该表在增量同步期间发生过结构变更'),
};

export interface Taking {
  /** Columns that come later are taken too. */
  readonly all: boolean;
  readonly operations: Operations;
}

/** The plan of a table that stays, after a command on it. What is not among the operations stays as it was at the destination. */
export function evolve(
  plan: TablePlan,
  step: Pick<TableStep, 'told'> & { readonly before: TableStructure; readonly after: TableStructure },
  words: Words,
  { all: takesAll, operations }: Taking,
): TablePlan {
  const { before, after } = step;
  const all = takesAll && heeds(operations, 'addColumn');
  const was = new Map(before.columns.map((column) => [column.number, column]));
  const planned = new Map(plan.columns.map((column) => [column.source, column]));
  const leftBefore = new Set(plan.leftOut);
  const columns: ColumnPlan[] = [];
  const leftOut: string[] = [];
  const called = new Map<string, string>();
  for (const column of after.columns) {
    const old = was.get(column.number);
    const known = old === undefined ? undefined : planned.get(old.name);
    if (old !== undefined && known === undefined && !isFreed(old, column, operations)) {
      if (leftBefore.has(old.name)) leftOut.push(column.name);
    } else if (column.generated === 'no' && (known !== undefined || all)) {
      const next = planColumn(plan, { column, old, known: known ?? null, table: after, operations }, words);
      columns.push(next);
      if (known !== undefined) called.set(known.destination, next.destination);
    } else if (!all) leftOut.push(column.name);
  }
  const evolved = asLeftBy(step, withTable(withKeyNames(plan, called), after, { columns, leftOut, words, operations }));
  return step.told === undefined ? evolved : { ...evolved, shape: step.told.shape };
}

/** It was computed, and is a column like others now. */
function isFreed(old: ColumnStructure, column: ColumnStructure, operations: Operations): boolean {
  return old.generated !== 'no' && column.generated === 'no' && heeds(operations, 'alterColumn');
}

interface Evolved extends Pick<Taking, 'operations'> {
  readonly columns: readonly ColumnPlan[];
  readonly leftOut: readonly string[];
  readonly words: Words;
}

function withTable(plan: TablePlan, after: TableStructure, { columns, leftOut, words, operations }: Evolved): TablePlan {
  const source = { schema: after.schema, name: after.name };
  const same = ({ type, kept }: ColumnPlan, index: number) => type === plan.columns[index]?.type && kept === undefined;
  const unchanged = columns.length === plan.columns.length && columns.every(same);
  const stays = tableId(source) === plan.id || !heeds(operations, 'renameTable');
  return {
    ...plan,
    id: tableId(source),
    source,
    destination: stays ? plan.destination : renamed(plan, source, words),
    columns,
    leftOut,
    key: plan.model === undefined ? keyOf(after, new Set(columns.map((column) => column.source))) : keyOfModel(plan.model, columns),
    ...(unchanged ? {} : { copy: AS_TEXT }),
    whereColumns: plan.where === null ? [] : whereColumns(after),
    identityAlways: columns.some(({ identityAlways }) => identityAlways === true),
  };
}

/** The names that a model has of the destination's columns follow these. */
function withKeyNames(plan: TablePlan, called: ReadonlyMap<string, string>): TablePlan {
  if (plan.model === undefined) return plan;
  const { keys, distribution } = plan.model;
  const now = (name: string) => called.get(name) ?? name;
  return { ...plan, model: { ...plan.model, keys: keys.map(now), distribution: distribution.map(now) } };
}

/** What the table at the destination is unique by does not change with the source's keys. */
function keyOfModel({ engine, keys }: TableModel, columns: readonly ColumnPlan[]): readonly string[] {
  if (engine !== 'unique') return [];
  const found = keys.flatMap((name) => columns.find(({ destination }) => destination === name)?.source ?? []);
  return found.length === keys.length ? found : [];
}

/** A name that a person gave stays; one that follows the source's goes on following it. */
function renamed(plan: TablePlan, source: TableName, { names }: Words): TableName {
  const follows = (from: string, to: string) => from.toLowerCase() === to.toLowerCase();
  return follows(plan.source.name, plan.destination.name)
    ? { ...names.relation(source), schema: plan.destination.schema }
    : plan.destination;
}

interface Coming {
  readonly column: ColumnStructure;
  /** As it was before, and as it is planned, where it was there. */
  readonly old: ColumnStructure | undefined;
  readonly known: ColumnPlan | null;
  /** The type that a person gave it. Absent: none. */
  readonly chosen?: string | null;
  readonly table: TableName;
  readonly operations: Operations;
}

function planColumn(
  plan: Pick<TablePlan, 'origin' | 'model'>,
  { column, old, known, chosen = null, table, operations }: Coming,
  { columnType, names }: Words,
): ColumnPlan {
  const follows = heeds(operations, 'renameColumn') && known?.source !== column.name;
  const isNamed = known !== null && (!follows || known.source.toLowerCase() !== known.destination.toLowerCase());
  const alters = known === null || heeds(operations, 'alterColumn');
  const always = known === null || (plan.origin === 'create' && alters) ? column.identity === 'always' : known.identityAlways === true;
  const was = alters ? column.type : (known.kept?.was ?? old?.type ?? column.type);
  const isSame = known !== null && known.kept === undefined && old?.type === column.type;
  const place = {
    source: column.name,
    destination: isNamed ? known.destination : names.column(table, column.name),
    ...(always ? { identityAlways: true as const } : {}),
  };
  const given = known?.given ?? chosen;
  if (given !== null) return { ...place, ...givenPart(given, column, columnType) };
  return {
    ...place,
    type: isSame || !alters ? known.type : columnType(column.type),
    ...(plan.model === undefined ? {} : { sourceType: column.type }),
    comparable: column.comparable,
    ...(was === column.type ? {} : { kept: { was, is: column.type } }),
  };
}

function whereColumns({ columns }: TableStructure) {
  return columns.filter(({ generated }) => generated === 'no').map(({ name, type }) => ({ name, type }));
}

/** As planning decides it: by the best key of whole old rows, else by what the log sends of them. */
function keyOf({ replicaIdentity, keys, identityColumns }: TableStructure, chosen: ReadonlySet<string>): readonly string[] {
  const best = replicaIdentity === 'full' ? keys[0] : identityColumns;
  return best?.every((column) => chosen.has(column)) ? best : [];
}

export interface Joining {
  /** What the task says of the table itself, where it is named. */
  readonly selection: TableSelection | null;
  /** The table of the task that it is a partition of. */
  readonly parent: TablePlan | null;
  readonly operations: Operations;
}

/** The plan of a table that came while changes were followed. Its rows are to be copied. */
export function join(after: TableStructure, { selection, parent, operations }: Joining, words: Words): TablePlan {
  const source = { schema: after.schema, name: after.name };
  const picked =
    selection?.columns?.map(({ name }) => name) ??
    (parent !== null && parent.leftOut.length > 0 ? parent.columns.map((column) => column.source) : null);
  const like = new Map(parent?.columns.map((column) => [column.source, column]));
  const plain = after.columns.filter(({ generated }) => generated === 'no');
  const columns = plain
    .filter(({ name }) => picked === null || picked.includes(name))
    .map((column) =>
      planColumn(
        { origin: 'create' },
        {
          column,
          old: undefined,
          known: like.get(column.name) ?? null,
          chosen: givenType(selection?.columns, column),
          table: after,
          operations,
        },
        words,
      ),
    );
  const names = new Set(columns.map((column) => column.source));
  const where = selection?.where ?? parent?.where ?? null;
  const hasRows = after.kind === 'table';
  const plan: TablePlan = {
    id: tableId(source),
    source,
    destination: words.names.relation(source),
    columns,
    key: keyOf(after, names),
    copy: AS_TEXT,
    where,
    whereColumns: where === null ? [] : whereColumns(after),
    leftOut: plain.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    origin: 'create',
    hasRows,
    identityAlways: columns.some(({ identityAlways }) => identityAlways === true),
    estimatedRows: 0,
    bytes: 0,
    ...(hasRows ? { reload: true } : {}),
    ...(operations === null ? {} : { operations }),
  };
  return words.shape?.(plan, after) ?? plan;
}

/** The sequences whose numbers are carried, after a command on a table of the task. `null` before: it came; `null` after: it went. */
export function evolveSequences(
  sequences: readonly SequencePlan[],
  from: { readonly plan: TablePlan; readonly structure: TableStructure } | null,
  to: { readonly plan: TablePlan; readonly structure: TableStructure } | null,
  names: NameMap,
): readonly SequencePlan[] {
  const gone = new Set(from === null ? [] : refsOf(from.structure).map(keyOfRef));
  const kept = sequences.filter(({ source }) => !gone.has(keyOfRef(source)));
  if (to === null) return kept;
  const come = refsOf(to.structure).flatMap((source): readonly SequencePlan[] => {
    if ('sequence' in source) return [{ source, destination: { sequence: names.relation(source.sequence) } }];
    const column = to.plan.columns.find((each) => each.source === source.column);
    return column === undefined ? [] : [{ source, destination: { table: to.plan.destination, column: column.destination } }];
  });
  const same = kept.length + come.length === sequences.length && come.every(({ source }) => gone.has(keyOfRef(source)));
  return same && from?.plan.id === to.plan.id ? sequences : [...kept, ...come];
}

function refsOf(table: TableStructure): readonly SequenceRef[] {
  // A partition's identity column is its parent's.
  if (table.partitionOf !== null) return [];
  return table.columns.flatMap(({ identity, name, sequence }): readonly SequenceRef[] => {
    if (identity !== 'no') return [{ table: { schema: table.schema, name: table.name }, column: name }];
    return sequence === null ? [] : [{ sequence: { schema: sequence.schema, name: sequence.name } }];
  });
}

function keyOfRef(ref: SequenceRef): string {
  return 'sequence' in ref ? tableId(ref.sequence) : `${tableId(ref.table)} ${ref.column}`;
}
