import { holding, keepsEquality } from '../schema/holding.ts';
import { typeNamed } from '../schema/typename.ts';
import type { TableSelection } from '../task/config.ts';
import { heedsNoOldRow } from './inserts-alone.ts';
import type { ColumnPlan, TablePlan } from './plan.ts';

const WITHOUT_EQUALITY = /^(json|xml)(\[\])?$/;

/** The type that a person gave a column, where that is another one than it has. */
export function givenType(
  columns: TableSelection['columns'],
  { name, type }: { readonly name: string; readonly type: string },
): string | null {
  const written = columns?.find((column) => column.name === name)?.type;
  const given = written === undefined ? null : typeNamed(written);
  return given === type ? null : given;
}

export interface Typed {
  /** At the source. */
  readonly type: string;
  readonly comparable: boolean;
}

/** What a given type makes of a column's plan, also once the source's type is another one: it stays. */
export function givenPart(
  given: string,
  { type, comparable }: Typed,
  columnType: (type: string) => string,
): Pick<ColumnPlan, 'type' | 'given' | 'sourceType' | 'comparable' | 'kept'> {
  return {
    type: columnType(given),
    given,
    sourceType: type,
    comparable: comparable && !WITHOUT_EQUALITY.test(given),
    ...(holding(type, given) === 'checked' ? { kept: { was: given, is: type } } : {}),
  };
}

/** Whether rows could not be found, or told apart, by a column while changes are followed: its values may be others there. */
export function losesRows({ source, sourceType, given }: ColumnPlan, { key, operations, hasRows }: TablePlan): boolean {
  if (given === undefined || sourceType === undefined || !hasRows) return false;
  if (key.length > 0) return key.includes(source) && !keepsEquality(sourceType, given);
  return !heedsNoOldRow(operations) && holding(sourceType, given) !== 'kept';
}
