import type { TablePlan } from '../../plan/plan.ts';
import { heeds } from '../../schema/operation.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { intoSelectDb, isIncremental } from '../selected.ts';

/**
 * What is loaded into a table of the unique model is written whether its key is there or not. `partial_update_new_key_behavior=ERROR` has
 * the server refuse the whole load for one such row, so that it is no condition either.
 */
export const selectdbUpdateInserts = defineCheck({
  code: 'SELECTDB_UPDATE_INSERTS',
  title: text('Updates of Rows Not Synchronized', '未同步数据的更新'),
  about: text(
    'Tables of which UPDATE is synchronized but not INSERT: a row that is updated is written at the destination, also when it never came.',
    '检查同步 UPDATE 但不同步 INSERT 的表：被更新的数据即使从未同步，也会写入目标表。',
  ),
  severity: 'warn',
  when: intoSelectDb(isIncremental),
  run: async (context) => {
    const { plan } = await context.prepared();
    return plan.tables.filter(makesRows).map(problemOf);
  },
});

/** One that keeps every change has a row of its own for each. */
function makesRows({ hasRows, model, operations }: TablePlan): boolean {
  return hasRows && model?.engine === 'unique' && heeds(operations, 'update') && !heeds(operations, 'insert');
}

function problemOf({ source, destination }: TablePlan): Problem {
  const [name, place] = [displayName(source), displayName(destination)];
  return {
    subject: name,
    cause: text(
      `Of ${name} UPDATE is synchronized but not INSERT: the first UPDATE of a row that was inserted since makes that row in ${place}`,
      `${name} 同步 UPDATE 但不同步 INSERT：此后插入的数据在首次 UPDATE 时会写入 ${place}`,
    ),
    fix: text(
      `Synchronize INSERT of ${name} too, or leave out its UPDATE. Ignore this where such rows may come, or where rows that are inserted are not updated.`,
      `请同时同步 ${name} 的 INSERT，或不同步其 UPDATE。若允许写入这些数据，或新插入的数据不会被更新，可忽略该项。`,
    ),
  };
}
