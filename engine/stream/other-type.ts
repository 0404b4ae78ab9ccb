import type { ColumnPlan, TablePlan } from '../plan/plan.ts';
import type { RelationShape } from '../schema/row.ts';
import { FIRST_OWN_TYPE, inWordsOf, isSameType, isUnknownType, type OwnType, withoutModifier } from '../schema/same-type.ts';
import type { Source } from '../source/source.ts';

export interface TypeWords extends Pick<Source, 'typesOf' | 'ownTypes'> {
  /** The destination's type for a type of the source. */
  readonly columnType: (type: string) => string;
  /** Commands of the source are in the log. */
  readonly captured: boolean;
}

/** What is planned and what is told, both in the words of one server. */
interface Difference {
  readonly column: string;
  readonly planned: string;
  readonly told: string;
  /** The source's own of the type that is told. */
  readonly number: string;
  /** A name of the source in those words. */
  readonly inWords: (type: string) => string;
}

/**
 * A column that is not of its planned type in the log; null: there is none. The log tells numbers of types, which the source names as it
 * calls them now. Where commands are in the log they have brought the plan to this place of it, and what became of a type since, or of its
 * name, is no change of the column: only what cannot come of that is one.
 */
export async function columnOfOtherType(
  { columns }: Pick<TablePlan, 'columns'>,
  relation: RelationShape,
  words: TypeWords,
): Promise<string | null> {
  const types = await words.typesOf(relation);
  const differing = columns.flatMap((column) => {
    const at = relation.columns.indexOf(column.source);
    return differenceOf(column, { told: types[at] ?? '', number: relation.types[at] ?? '' }, words.columnType);
  });
  const [first] = differing;
  if (first === undefined) return null;
  if (!words.captured) return first.column;
  const own = await words.ownTypes();
  return differing.find((difference) => isOther(difference, own))?.column ?? null;
}

function differenceOf(
  { source, type, sourceType, kept }: ColumnPlan,
  { told, number }: Pick<Difference, 'told' | 'number'>,
  columnType: (type: string) => string,
): readonly Difference[] {
  const isSources = kept === undefined && sourceType !== undefined;
  const inWords = isSources ? (name: string) => name : columnType;
  const planned = isSources ? sourceType : kept === undefined ? type : columnType(kept.is);
  const is = { column: source, planned, told: inWordsOf(told, inWords), number: number.split(' ')[0] ?? '', inWords };
  return isSameType(planned, is.told) ? [] : [is];
}

/**
 * Whether it can be only that the column has another type. Not where the type is gone, or where none has the planned name any more: it was
 * renamed. Where another has that name by now, labels of an enum are the same in both, or refused; of others that cannot be known.
 */
function isOther({ planned, told, number, inWords }: Difference, own: readonly OwnType[]): boolean {
  if (isUnknownType(told)) return false;
  const name = withoutModifier(planned);
  // All names but PostgreSQL's are told with their schema.
  if (Number(number) < FIRST_OWN_TYPE || !name.includes('.')) return true;
  const is = own.find((type) => type.number === number);
  const namesake = own.find((type) => inWords(type.name) === name);
  // It may have gone since it was named.
  if (is === undefined || namesake === undefined) return false;
  return is === namesake || !is.isEnum || !namesake.isEnum;
}
