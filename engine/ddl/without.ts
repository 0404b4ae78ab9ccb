import type { RefusedDdl } from '../plan/refused-ddl.ts';
import { type TableId, tableId } from '../schema/table.ts';
import type { DdlCommand, TableStep } from './structure.ts';

/**
 * A refused command without tables that have left the task, whatever they were called along its queue: whoever has their names by now is
 * another one, and nothing that waits is about that. Commands stay where they are, for what was set aside counts them. Pure.
 * @param gone by what they are called now
 */
export function withoutTables(refused: RefusedDdl, gone: ReadonlySet<TableId>): RefusedDdl {
  const queue: DdlCommand[] = [];
  let names = gone;
  for (const command of [...refused.queue].reverse()) {
    const known = names;
    queue.unshift({ ...command, tables: command.tables.filter((step) => !isOf(step, known)) });
    names = namesBefore(command, known);
  }
  const was = names;
  return {
    ...refused,
    tables: refused.tables.filter((id) => !gone.has(id)),
    plans: refused.plans.filter(({ id }) => !was.has(id)),
    queue,
    ...(refused.aside === undefined ? {} : { aside: cut(refused.aside, { gone, was }) }),
  };
}

/** By what the table is called after the command; of one that it dropped, before. */
function isOf({ before, after }: TableStep, names: ReadonlySet<TableId>): boolean {
  const name = after ?? before;
  return name !== null && names.has(tableId(name));
}

/** What they were called before it. One that was made by it stands where another of its name stood, which went with it. */
function namesBefore(command: DdlCommand, names: ReadonlySet<TableId>): ReadonlySet<TableId> {
  const before = new Set(names);
  const own = command.tables.filter((step) => isOf(step, names));
  for (const step of command.tables) {
    const left = own.includes(step) ? step.after : step.before;
    if (left !== null && step.before !== null) before.delete(tableId(left));
  }
  for (const step of own) if (step.before !== null) before.add(tableId(step.before));
  return before;
}

function cut(
  aside: NonNullable<RefusedDdl['aside']>,
  { gone, was }: { readonly gone: ReadonlySet<TableId>; readonly was: ReadonlySet<TableId> },
): NonNullable<RefusedDdl['aside']> {
  return { ...aside, now: aside.now.filter((id) => !gone.has(id)), was: aside.was.filter((id) => !was.has(id)) };
}
