import type { Carriage, DdlWork } from '../../ddl/carriage.ts';
import { RefusedThere } from '../../ddl/refused.ts';
import { isEngineError, reportOf } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import { logged } from '../../progress/log-event.ts';
import { heeds } from '../../schema/operation.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { commitHere } from '../answer.ts';
import type { ReplayInit } from '../replay.ts';
import { vocabulary } from '../vocabulary.ts';

/**
 * Makes a table that has come back the partition that it has become at the source meanwhile, between transactions of the source. What the
 * destination refuses stays beside its parent, and that is told.
 * @returns whether there was one
 */
export async function attachBack(init: ReplayInit): Promise<boolean> {
  const { plan, state, destination, run } = init;
  const table = plan.tables.find(({ atSource }) => atSource !== undefined);
  if (table === undefined || state.checkpoint === null) return false;
  const { atSource, apart: _, ...back } = table;
  const given = atSource?.structure.partitionOf ?? null;
  const parent = given === null ? undefined : plan.tables.find(({ id }) => id === tableId(given));
  if (given === null || parent === undefined) await carryAs(init, back, []);
  else if (!heeds(parent.operations, 'partitions')) await carryAs(init, { ...back, apart: true }, []);
  else {
    try {
      await carryAs(init, back, [{ kind: 'attach', plan: back, parent, bound: given.bound }]);
    } catch (error) {
      if (!(error instanceof RefusedThere)) throw error;
      await carryAs(init, { ...back, apart: true }, []);
      run.emit(notAttached(back, parent, error));
    }
  }
  await commitHere({ destination }, state.checkpoint);
  return true;
}

async function carryAs({ plan, destination, run, names }: ReplayInit, table: TablePlan, work: readonly DdlWork[]): Promise<void> {
  const carriage: Carriage = {
    command: { tag: 'ALTER TABLE', text: '', tables: [], enums: [], failure: null },
    work,
    tables: new Map([[table.id, table]]),
    sequences: null,
    names: vocabulary(run.config, destination, names).naming([]),
    ignored: [],
    leftOut: [],
  };
  await destination.carry(
    carriage,
    plan.tables.map((each) => (each.id === table.id ? table : each)),
  );
}

function notAttached(table: TablePlan, parent: TablePlan, refused: RefusedThere): TaskEvent {
  const [name, of] = [displayName(table.destination), displayName(parent.destination)];
  const { message } = reportOf(isEngineError(refused.cause) ? refused.cause : refused);
  return logged('warn', {
    code: 'ddl.not-attached',
    table: table.id,
    message: text(
      `${name} became a partition of ${of} at the source while it was copied again, and the destination refuses that: ${message.en}. It is beside ${of} there, and goes on being followed`,
      `${name} 在重新复制期间于源库成为 ${of} 的分区，但目标库拒绝附加：${message.zh}。该表在目标库中独立于 ${of}，并继续同步`,
    ),
    hint: text(
      `Put in order what is in the way, and run at the destination: ${refused.refused.sql.join('; ')}`,
      `请处理冲突后在目标库执行：${refused.refused.sql.join('; ')}`,
    ),
  });
}
