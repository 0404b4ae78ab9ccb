import type { TablePlan } from '../plan/plan.ts';
import { isSameType, isUnknownType } from '../schema/same-type.ts';
import type { ShapeColumn, TableShape } from '../schema/shape.ts';
import { type Text, text } from '../text.ts';
import { inferredStep } from './inferred-step.ts';
import type { TableStep, TableStructure } from './structure.ts';

/** A table as the source's catalog has it, which may be further than the log that is being read. */
export interface TableNow {
  readonly shape: TableShape;
  readonly structure: TableStructure;
  /** It has parents or children, whose columns are the same. */
  readonly family: boolean;
}

export interface Sight {
  readonly plan: TablePlan;
  /** As the destination has it. */
  readonly known: TableShape;
  /** What is known was so when the rows were read, so that whatever is otherwise came after them. */
  readonly certain: boolean;
  /** The columns of a change, in their order. */
  readonly told: readonly Pick<ShapeColumn, 'name' | 'type'>[];
  readonly identity: readonly string[];
  readonly now: TableNow | null;
}

export type Inference = 'same' | TableStep | { readonly refused: Text };

/**
 * What was done to a table's columns before a change, from what the log says of them there, and from their numbers in the catalog, which
 * is of now. Where more than one story explains both, or values of rows cannot be known, the table is taken as it is now and copied
 * again: a view of now is past every change that was told of it under another shape. Pure.
 */
export function infer(sight: Sight): Inference {
  const { known, told, now, plan } = sight;
  if (now === null || now.shape.relation !== known.relation)
    return isAsKnown(known, told) ? 'same' : { refused: text('was dropped or replaced since', '此后已被删除或替换') };
  if (now.shape.columns.some(({ number }) => number <= known.last && !known.columns.some((column) => column.number === number)))
    return { refused: text('has a column that is computed no longer', '有生成列变为普通列') };
  const columns = numbered(sight, now);
  if (columns !== null && isSame(known.columns, columns) && !wasRewritten(known, now.shape)) return 'same';
  if (now.family) return { refused: text('has other columns now, as its parents or partitions do', '及其父表或分区的列已改变') };
  const again = columns === null || !sight.certain || isSame(known.columns, columns) || !areValuesKnown(known, columns, now.shape);
  const after = again ? now.shape.columns : columns;
  const swapped = after.find(({ number, name }) => {
    const old = known.columns.find((column) => column.number === number);
    const other = known.columns.find((column) => column.name === name);
    return old !== undefined && old.name !== name && other !== undefined && after.some((column) => column.number === other.number);
  });
  if (swapped !== undefined)
    return { refused: text(`has a column ${swapped.name} that was another one before`, `的列 ${swapped.name} 原为另一列的名称`) };
  const identity = again ? identityOf(now.structure) : sight.identity;
  return inferredStep({ plan, known, after, now, again, identity });
}

/**
 * The columns of a change with their numbers. Numbers only grow, so that place and count tell them where the catalog shows that since
 * columns either only came or only went. Null where both may have been.
 */
function numbered({ known, told }: Sight, { shape, structure }: TableNow): readonly ShapeColumn[] | null {
  const was = known.columns.map(({ number }) => number);
  const is = shape.columns.map(({ number }) => number);
  const came = is.filter((number) => number > known.last);
  const gone = was.filter((number) => !is.includes(number));
  const computed = structure.columns.filter(({ number, generated }) => generated !== 'no' && number > known.last);
  // A number that was given and is not there is of a column that came and went.
  if (shape.last - known.last > came.length + computed.length || (came.length > 0 && gone.length > 0)) return null;
  const candidates =
    gone.length === 0 ? [...was, ...came].slice(0, Math.max(told.length, was.length)) : told.length === was.length ? was : is;
  if (candidates.length !== told.length || told.some(({ type }) => isUnknownType(type))) return null;
  const types = new Map(known.columns.map((column) => [column.number, column.type]));
  const rows = new Map([...known.columns, ...(shape.file === known.file ? shape.columns : [])].map(({ number, row }) => [number, row]));
  return told.map(({ name, type }, index) => {
    const number = candidates[index] ?? 0;
    const was = types.get(number) ?? '';
    return { number, name, type: isSameType(was, type) ? was : type, row: rows.get(number) ?? '' };
  });
}

/** By a command that may have given rows other values, not by one that only moves them: those leave the columns as they are. */
function wasRewritten(known: TableShape, now: TableShape): boolean {
  if (known.file === now.file) return false;
  const rows = new Map(now.columns.map(({ number, row }) => [number, row]));
  return known.columns.some(({ number, row }) => rows.has(number) && rows.get(number) !== row);
}

/** While the rows stand in the same file none was written anew: columns that came have one value in all of them, others have theirs. */
function areValuesKnown(known: TableShape, columns: readonly ShapeColumn[], now: TableShape): boolean {
  if (known.file === now.file) return true;
  const types = new Map(known.columns.map(({ number, type }) => [number, type]));
  return columns.every(({ number, type }) => types.get(number) === type);
}

function identityOf({ replicaIdentity, identityColumns, columns }: TableStructure): readonly string[] {
  return replicaIdentity === 'full' ? columns.map(({ name }) => name) : identityColumns;
}

function isAsKnown(known: TableShape, told: Sight['told']): boolean {
  return (
    known.columns.length === told.length &&
    told.every(({ name, type }, at) => known.columns[at]?.name === name && isSameType(known.columns[at]?.type ?? '', type))
  );
}

function isSame(a: readonly ShapeColumn[], b: readonly ShapeColumn[]): boolean {
  const plain = (columns: readonly ShapeColumn[]) => JSON.stringify(columns.map(({ number, name, type }) => [number, name, type]));
  return plain(a) === plain(b);
}
