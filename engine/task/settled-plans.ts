import type { Carriage } from '../ddl/carriage.ts';
import { notFit } from '../ddl/refused.ts';
import { settleTable } from '../ddl/settle.ts';
import type { DdlCommand } from '../ddl/structure.ts';
import { lacking } from '../ddl/tell-refused.ts';
import type { Destination } from '../destination/destination.ts';
import type { DdlAnswer, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { displayName, type TableId, tableId } from '../schema/table.ts';
import { text } from '../text.ts';

type Tables = ReadonlyMap<TableId, TablePlan>;

export interface SettledInit {
  readonly command: DdlCommand;
  /** Plans as they would be if the command had been carried, and all of its tables with them. */
  readonly evolved: Carriage['tables'];
  readonly after: Tables;
  /** Tables that wait for the command, as they were before it, and those that do not. */
  readonly mine: Tables;
  readonly others: Tables;
  readonly action: DdlAnswer['action'];
  /** Of the command that was refused. */
  readonly id: string;
}

/**
 * The plans of tables whose command was skipped, or for which a person ran something else, by what the destination has of them now.
 * @throws EngineError `ddl.not-fit`
 */
export async function settledPlans(
  destination: Pick<Destination, 'existing'>,
  { command, evolved: tables, after, mine, others, action, id }: SettledInit,
): Promise<{ readonly plans: Carriage['tables']; readonly told: readonly TaskEvent[] }> {
  const told: TaskEvent[] = [];
  const pairs = [...after.values()].map((evolved) => {
    const step = command.tables.find((each) => each.after !== null && tableId(each.after) === evolved.id) ?? null;
    const before = mine.get(step === null ? evolved.id : step.before === null ? '' : tableId(step.before)) ?? null;
    return { evolved, before, step };
  });
  const asked = pairs.flatMap(({ evolved, before }) => [evolved.destination, ...(before === null ? [] : [before.destination])]);
  const there = new Map((await destination.existing(asked)).map((table) => [tableId(table), table]));
  const plans = new Map(tables);
  const taken = new Set([...others.values()].map((table) => tableId(table.destination)));
  for (const pair of pairs) {
    const { evolved, before } = pair;
    // What is there by its name is not the task's, or another table of it.
    const isForeign = before === null && (action === 'skip' || taken.has(tableId(evolved.destination)));
    const { plan, lacking: columns } = isForeign ? { plan: null, lacking: [] } : settleTable({ ...pair, there });
    if (plan === null && action === 'retry')
      throw notFit(
        evolved.destination,
        text('it is not there after these statements, or is of another table', '执行语句后该表不存在，或属于其他表'),
      );
    plans.set(pair.evolved.id, plan ?? { ...pair.evolved, stopped: id });
    if (columns.length > 0) told.push(lacking(displayName(pair.evolved.destination), columns));
  }
  return { plans, told };
}
