import { insertsAlone } from '../../plan/inserts-alone.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { Source } from '../../source/source.ts';

/**
 * The source for tables that join a task. They are published for the task itself before their own slot is made, and that waits for every
 * transaction that began before: whatever is committed after their view, the task's log tells of as well. Identities that they are given
 * are noted with the task, which they outlast.
 * @param openTask on a connection of its own: a table that others have locked is nothing the task is to wait for
 * @param known makes durable that the task's log may tell of these tables before it does
 */
export function besideSource(own: Source, openTask: () => Promise<Source>, known: (tables: readonly TablePlan[]) => Promise<void>): Source {
  const publishForTask = async (tables: readonly TablePlan[]) => {
    await known(tables);
    await using task = await openTask();
    // A task that began without a publication for new rows alone publishes them with the others: there the source refuses UPDATE and DELETE
    // of what has no identity.
    await task.completeIdentity(tables.filter(insertsAlone));
    await task.publishMore(tables);
  };
  return {
    ...own,
    completeIdentity: async (tables) => {
      await using task = await openTask();
      return await task.completeIdentity(tables);
    },
    publish: async (tables) => {
      await publishForTask(tables);
      await own.publish(tables);
    },
    publishMore: async (tables) => {
      await publishForTask(tables);
      await own.publishMore(tables);
    },
  };
}
