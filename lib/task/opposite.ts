import { EngineError } from '#engine/errors.ts';
import type { DraftConfig, SchemaSelection } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import type { StoredTask } from './store.ts';
import { inTurn } from './turn.ts';
import { oppositeAmong } from './ways.ts';

/** No task is called so: those that may not run beside each other have one turn together. */
const BEGINNING = 'beginning';

/**
 * Has a task begin or go on, unless one that has begun goes the other way. One after the other: of two that are asked for in the same
 * moment each would find that the other does not run yet.
 * @throws EngineError `task.opposite-runs`
 */
export async function unlessOpposite<T>(row: StoredTask, work: () => Promise<T>): Promise<T> {
  if (!(row.config as unknown as DraftConfig).types.includes('incremental')) return work();
  return inTurn(BEGINNING, async () => {
    await refuseBesideOpposite(row);
    return work();
  });
}

/** The same for what has a task go on only if it has failed. */
export function ifFailedUnlessOpposite<T>(row: StoredTask, work: () => Promise<T>): Promise<T> {
  return row.stateName === 'failed' ? unlessOpposite(row, work) : work();
}

/**
 * Two tasks that follow changes of the same tables in opposite directions hand each other every change for ever: each takes what the
 * other writes for a change of its own source. One that is interrupted does so when it goes on: its slot has kept what was written.
 */
async function refuseBesideOpposite(row: StoredTask): Promise<void> {
  const config = row.config as unknown as DraftConfig;
  const begun = await metadata().task.findMany({
    where: { stateName: { in: ['preparing', 'loading', 'streaming', 'paused', 'failed'] }, id: { not: row.id } },
    select: { name: true, stateName: true, config: true },
  });
  const others = begun.map(({ config: other, ...task }) => ({ ...task, config: other as unknown as DraftConfig }));
  const meeting = others.filter(({ config: { types, objects } }) => types.includes('incremental') && meet(config.objects, objects));
  const opposite = meeting.length === 0 ? undefined : await oppositeAmong(config, meeting);
  if (opposite !== undefined) throw opposed(row.name, opposite);
}

/** Whether a table that one of them writes may be one the other reads; a policy of names may have changed the case of letters. */
export function meet(one: readonly SchemaSelection[], other: readonly SchemaSelection[]): boolean {
  return writtenBy(one).some(({ schema, tables }) =>
    other.some((each) => {
      if (each.schema.toLowerCase() !== schema) return false;
      return tables === null || each.tables === undefined || each.tables.some(({ name }) => tables.has(name.toLowerCase()));
    }),
  );
}

function writtenBy(objects: readonly SchemaSelection[]) {
  return objects.map(({ schema, as, tables }) => ({
    schema: (as ?? schema).toLowerCase(),
    tables: tables === undefined ? null : new Set(tables.map((table) => (table.as ?? table.name).toLowerCase())),
  }));
}

function opposed(name: string, { name: other, stateName }: { readonly name: string; readonly stateName: string }): EngineError {
  const waits = stateName === 'paused' || stateName === 'failed';
  return new EngineError({
    code: 'task.opposite-runs',
    message: waits
      ? text(
          `${other} is interrupted and goes the other way between the same tables: what ${name} writes it would carry back when it goes on`,
          `任务 ${other} 已中断，其方向与 ${name} 相反且涉及相同的表，恢复后会将 ${name} 写入的变更再次传回`,
        )
      : text(
          `${other} runs the other way between the same tables: with ${name} beside it every change would go round for ever`,
          `任务 ${other} 正在相同的表之间反向运行，若同时运行 ${name}，变更将无限循环`,
        ),
    hint: text(`Stop ${other} first.`, `请先结束任务 ${other}。`),
    retry: 'never',
    object: other,
  });
}
