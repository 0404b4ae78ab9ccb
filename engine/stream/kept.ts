import type { Destination } from '../destination/destination.ts';
import { EngineError, isEngineError } from '../errors.ts';
import type { ColumnPlan, TablePlan } from '../plan/plan.ts';
import { fitsSql } from '../postgres/fits.ts';
import { type TableChange, type Tuple, valueAt } from '../schema/row.ts';
import { displayName, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';

type Kept = ColumnPlan & Required<Pick<ColumnPlan, 'kept'>>;

/** Whether a column of the table has another type at the destination than at the source by now. */
export function keepsType({ columns }: TablePlan): boolean {
  return columns.some(isKept);
}

/**
 * Values of columns whose type was changed at the source alone must be the same in the type they have at the destination, for writing them
 * there would cut or round them.
 * @param tables those that `keepsType`
 * @throws EngineError `apply.value-unfit`
 */
export async function checkKept(
  source: Pick<Source, 'filter'>,
  tables: readonly TablePlan[],
  changes: readonly TableChange[],
): Promise<void> {
  for (const table of tables) {
    const kept = table.columns.filter(isKept);
    const rows = changes.flatMap((change) => ('next' in change && change.relation.id === table.id ? [change] : []));
    if (rows.length === 0) continue;
    const values = (column: Kept) => rows.map(({ relation, next }) => valueAt(next, relation.columns.indexOf(column.source)));
    for (const column of kept) {
      const fits = await doFit(source, table, { column, values: values(column).map((value): Tuple => [value]) });
      if (!fits) throw unfit(table, column);
    }
  }
}

async function doFit(
  source: Pick<Source, 'filter'>,
  table: TablePlan,
  { column, values }: { readonly column: Kept; readonly values: readonly Tuple[] },
): Promise<boolean> {
  const whereColumns = [{ name: column.source, type: column.kept.is }];
  try {
    return (await source.filter({ ...table, where: fitsSql(column, column.kept), whereColumns }, values)).every((fits) => fits);
  } catch (error) {
    // What has no value in the other type is refused by the server.
    if (isEngineError(error) && !error.connection) return false;
    throw error;
  }
}

/** Tables where a person has given the destination's column the type of the source since: there is nothing to keep of it any more. */
export async function settledKept(
  destination: Pick<Destination, 'existing'>,
  tables: Iterable<TablePlan>,
  columnType: (type: string) => string,
): Promise<readonly TablePlan[]> {
  const keeping = [...tables].filter(keepsType);
  if (keeping.length === 0) return [];
  const there = await destination.existing(keeping.map((table) => table.destination));
  const types = new Map(there.map((table) => [tableId(table), new Map(table.columns.map(({ name, type }) => [name, type]))]));
  return keeping.flatMap((table) => {
    const own = types.get(tableId(table.destination));
    const columns = table.columns.map((column) => (own === undefined ? column : settled(column, own, columnType)));
    return columns.every((column, index) => column === table.columns[index]) ? [] : [{ ...table, columns }];
  });
}

function settled(column: ColumnPlan, types: ReadonlyMap<string, string>, columnType: (type: string) => string): ColumnPlan {
  const { kept, given, sourceType, ...rest } = column;
  if (kept === undefined) return column;
  const type = columnType(kept.is);
  if (types.get(column.destination) !== type) return column;
  // A type that was chosen is not any more; where the type depends on more than the source's, that one is still to be known.
  return { ...rest, type, ...(given === undefined && sourceType !== undefined ? { sourceType } : {}) };
}

function isKept(column: ColumnPlan): column is Kept {
  return column.kept !== undefined;
}

function unfit(table: TablePlan, { source, destination, kept, given }: Kept): EngineError {
  const [from, to] = [displayName(table.source), displayName(table.destination)];
  return new EngineError({
    code: 'apply.value-unfit',
    message:
      given === undefined
        ? {
            en: `A value of ${source} of ${from} does not fit: the column is ${kept.is} at the source now, and ${destination} of ${to} is ${kept.was} still, for ALTER COLUMN TYPE is not among the SQL operations of the table`,
            zh: `${from} 的列 ${source} 有值不符合目标库的类型：该列在源库已改为 ${kept.is}，而未选择 ALTER COLUMN TYPE 操作，${to} 的列 ${destination} 仍为 ${kept.was}`,
          }
        : {
            en: `A value of ${source} of ${from} does not fit: the column is ${kept.is} at the source, and this task gives ${destination} of ${to} the type ${given}, which would change the value`,
            zh: `${from} 的列 ${source} 有值不符合目标库的类型：该列在源库为 ${kept.is}，任务为 ${to} 的列 ${destination} 设置的类型为 ${given}，写入会改变该值`,
          },
    hint: {
      en: `Give the column at the destination the type ${kept.is} (ALTER TABLE … ALTER COLUMN … TYPE …), then resume. Nothing after the last checkpoint was written.`,
      zh: `请在目标库将该列改为 ${kept.is}（ALTER TABLE … ALTER COLUMN … TYPE …），然后恢复任务。最近检查点之后的变更尚未写入。`,
    },
    retry: 'never',
    side: 'destination',
    object: to,
  });
}
