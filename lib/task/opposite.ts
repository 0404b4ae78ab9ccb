import { EngineError } from '#engine/errors.ts';
import type { DraftConfig, DraftEndpoint, SchemaSelection } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { listConnections } from '#lib/connection/connections.ts';
import { metadata } from '#lib/metadata/client.ts';
import { placeOf } from './queries.ts';
import type { StoredTask } from './store.ts';
import { inTurn } from './turn.ts';

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
  if (begun.length === 0) return;
  const connections = await listConnections();
  const address = (endpoint: DraftEndpoint | undefined) => {
    const place = placeOf(endpoint, connections);
    return place === null ? null : `${place.host.toLowerCase()}:${place.port}/${place.database}`;
  };
  const [from, to] = [address(config.source), address(config.destination)];
  if (from === null || to === null) return;
  const opposite = begun.find(({ config: other }) => {
    const { types, source, destination, objects } = other as unknown as DraftConfig;
    return types.includes('incremental') && address(source) === to && address(destination) === from && meet(config.objects, objects);
  });
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
