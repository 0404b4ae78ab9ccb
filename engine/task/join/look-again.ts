import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { displayName } from '../../schema/table.ts';
import type { Source } from '../../source/source.ts';
import { text } from '../../text.ts';
import { missedBy } from './catch-up.ts';

export interface LookAgain {
  /** Whose rows are to be copied, as they were given the structure that the source had. */
  readonly tables: () => readonly TablePlan[];
  /** Has all of it done again. */
  readonly anew: () => Promise<void>;
}

/**
 * A source that looks at the tables once more when the log of those begins that lost theirs: a command between that and the look before is
 * in no log. Making a slot may wait for hours.
 */
export function lookingAgain(source: Source, { tables, anew }: LookAgain): Source {
  return {
    ...source,
    openSnapshot: async (mode, waitsFor) => {
      const snapshot = await source.openSnapshot(mode, waitsFor);
      if (mode !== 'slot') return snapshot;
      try {
        for (const table of tables()) if ((await missedBy(source, table)) !== null) throw changedSince(table);
        return snapshot;
      } catch (error) {
        await snapshot[Symbol.asyncDispose]();
        await anew();
        await source.dropSlot();
        throw error;
      }
    },
  };
}

function changedSince({ source }: TablePlan): EngineError {
  const name = displayName(source);
  return new EngineError({
    code: 'table.changed-meanwhile',
    message: text(
      `The table ${name} was changed at the source just before its changes began to be followed`,
      `表 ${name} 在开始跟踪其变更之前于源库发生了结构变更`,
    ),
    hint: text('It is begun again by itself.', '将自动重新开始。'),
    retry: 'soon',
    side: 'source',
    object: name,
  });
}
