import { losesRows } from '../plan/given.ts';
import type { TablePlan } from '../plan/plan.ts';
import { hasCollation } from '../schema/typename.ts';
import { text } from '../text.ts';
import type { Alteration } from './diff.ts';
import type { Ignored } from './heed.ts';
import { notCarried } from './refused.ts';
import type { DdlCommand, TableStructure } from './structure.ts';

/** Source names of the columns that keep the type a person gave them. */
export function givenColumns({ columns }: Pick<TablePlan, 'columns'>): ReadonlySet<string> {
  return new Set(columns.flatMap(({ source, given }) => (given === undefined ? [] : [source])));
}

interface Kept {
  readonly alterations: readonly Alteration[];
  readonly ignored: readonly Ignored[];
}

/** The type of a column that a person gave another one is not changed with the source's, and that is told. */
export function keepingGiven(plan: TablePlan, alterations: readonly Alteration[]): Kept {
  const given = new Map(plan.columns.map((column) => [column.source, column.given]));
  const stays = (each: Alteration) => each.kind === 'type' && given.get(each.before.name) !== undefined;
  return {
    alterations: alterations.filter((each) => !stays(each)),
    ignored: alterations.flatMap((each) => {
      const type = each.kind === 'type' ? given.get(each.before.name) : undefined;
      if (each.kind !== 'type' || type === undefined) return [];
      const { name, type: now, collation } = each.after;
      const told = { column: name, type, is: collation === null ? now : `${now} collate ${collation}` };
      return [{ table: plan.source, operation: 'alterColumn', effect: null, level: 'warn', given: told } as const];
    }),
  };
}

/** A table that comes, with the types that its columns are to have. */
export function withGivenTypes(table: TableStructure, { columns }: Pick<TablePlan, 'columns'>): TableStructure {
  const given = new Map(columns.map((column) => [column.source, column.given]));
  return {
    ...table,
    columns: table.columns.map((column) => {
      const type = given.get(column.name);
      return type === undefined ? column : { ...column, type, collation: hasCollation(type) ? column.collation : null };
    }),
  };
}

/**
 * A column that rows are found by has to tell them apart in the type it has at the destination, whatever the source's has become.
 * @throws EngineError `source.table-changed`
 */
export function requireFound(command: DdlCommand, plan: TablePlan): TablePlan {
  const lost = plan.columns.find((column) => losesRows(column, plan));
  if (lost === undefined) return plan;
  const { source, sourceType, given } = lost;
  throw notCarried(
    command,
    plan.source,
    text(
      `rows are found by the column ${source}, and the type ${given} that this task gives it does not tell all values of ${sourceType} apart`,
      `列 ${source} 用于定位行，而任务为其设置的类型 ${given} 无法区分 ${sourceType} 的所有值`,
    ),
  );
}
