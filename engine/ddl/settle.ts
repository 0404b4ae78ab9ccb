import type { ExistingColumn, ExistingTable } from '../destination/destination.ts';
import { demands, fitInto } from '../plan/fit.ts';
import type { ColumnPlan, TablePlan } from '../plan/plan.ts';
import { tableId } from '../schema/table.ts';
import { text } from '../text.ts';
import { notFit } from './refused.ts';
import type { TableStep } from './structure.ts';

export interface Settled {
  /** Null: the destination has no such table. */
  readonly plan: TablePlan | null;
  /** Columns of the source whose values are not carried from here on. */
  readonly lacking: readonly string[];
}

export interface SettleInit {
  /** As the table would be if the command had been carried. */
  readonly evolved: TablePlan;
  /** As the destination had it before; null: it did not have it. */
  readonly before: TablePlan | null;
  readonly step: TableStep | null;
  /** What is there now, by what it is called there. */
  readonly there: ReadonlyMap<string, ExistingTable>;
}

/**
 * The plan of a table whose command was skipped, or for which a person ran something else: what the source has now, as far as the
 * destination has it too, by its new names or by those it had. Pure.
 * @throws EngineError `ddl.not-fit`
 */
export function settleTable({ evolved, before, step, there }: SettleInit): Settled {
  const places = before === null ? [evolved.destination] : [evolved.destination, before.destination];
  const table = places.flatMap((place) => there.get(tableId(place)) ?? []).find(({ kind }) => kind !== 'other');
  if (table === undefined) return { plan: null, lacking: [] };
  // It would take the rows of whoever made the table there for its own.
  if (before === null && !table.empty) throw notFit(table, text('it holds rows that are not of this task', '其中已有非本任务写入的数据'));
  const known = new Map(table.columns.map((column) => [column.name, column]));
  const was = columnsBefore(before, step);
  const columns = evolved.columns.flatMap((column): readonly ColumnPlan[] => {
    const names = [column.destination, was.get(column.source)?.destination ?? column.destination];
    const found = names.flatMap((name) => known.get(name) ?? []).find((each) => !each.generated && takes(each, column.type));
    return found === undefined ? [] : [placed(column, found)];
  });
  const kept = new Set(columns.map(({ source }) => source));
  const lacking = evolved.columns.flatMap(({ source }) => (kept.has(source) ? [] : [source]));
  const { schema, name } = table;
  const lost = evolved.key.find((column) => !kept.has(column));
  if (lost !== undefined)
    throw notFit(table, text(`it lacks ${lost}, a column of the key, or has it as another type`, `缺少主键列 ${lost}，或其类型不一致`));
  const alone = fitInto(columns, table).alone.find(demands);
  if (alone !== undefined)
    throw notFit(
      table,
      text(`its column ${alone.name} wants a value that the source does not have`, `列 ${alone.name} 必须有值，而源表没有该列`),
    );
  const later = evolved.leftOut.length === 0 || evolved.takesLater === true;
  const plan: TablePlan = {
    ...evolved,
    destination: { schema, name },
    columns,
    leftOut: [...new Set([...evolved.leftOut, ...lacking])],
    identityAlways: columns.some(({ identityAlways }) => identityAlways === true),
    copy: { format: 'text', reason: AS_TEXT },
    ...(lacking.length > 0 && later ? { takesLater: true } : {}),
  };
  return { plan, lacking };
}

const AS_TEXT = text('Copied as text: its structure was settled by hand', '以文本格式复制：该表的结构变更由人工处理');

/** Columns of before by the names that the source has for them now. */
function columnsBefore(plan: TablePlan | null, step: TableStep | null): ReadonlyMap<string, ColumnPlan> {
  const planned = new Map(plan?.columns.map((column) => [column.source, column]));
  if (!step?.before || !step.after) return planned;
  const names = new Map(step.before.columns.map(({ number, name }) => [number, name]));
  return new Map(
    step.after.columns.flatMap(({ number, name }) => {
      const column = planned.get(names.get(number) ?? '');
      return column === undefined ? [] : [[name, column] as const];
    }),
  );
}

function placed({ identityAlways: _, ...column }: ColumnPlan, { name, identity }: ExistingColumn): ColumnPlan {
  return { ...column, destination: name, ...(identity === 'always' ? { identityAlways: true } : {}) };
}

const INTEGERS = new Set(['smallint', 'integer', 'bigint']);
const TEXTS = /^(text|character varying(\(\d+\))?)$/;

/** Whether a value that is too much for the column is refused by it, never cut or rounded. */
function takes({ type }: ExistingColumn, wanted: string): boolean {
  if (type === wanted || type === 'text' || type === 'character varying') return true;
  return INTEGERS.has(wanted) ? INTEGERS.has(type) || type === 'numeric' : TEXTS.test(wanted) && TEXTS.test(type);
}
