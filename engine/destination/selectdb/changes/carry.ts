import type { Carriage } from '../../../ddl/carriage.ts';
import { type RefusedThere, refusedThere } from '../../../ddl/refused.ts';
import { EngineError, isEngineError } from '../../../errors.ts';
import { displayName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import type { Refusal, Step } from './steps.ts';

/** For who may go on without the command. */
export function refusedCommand(carriage: Carriage, { sql, object, why, anew }: Refusal): RefusedThere {
  const error = new EngineError({
    code: 'ddl.not-there',
    message: text(`SelectDB has nothing for it, for ${why.en}`, `SelectDB 不支持该操作：${why.zh}`),
    hint: text('Do there by hand what is to be done, then go on.', '请在目标库手动处理后继续。'),
    retry: 'by-hand',
    side: 'destination',
    object,
  });
  return refusedOf(carriage, error, { sql, object, all: [sql], ...(anew === undefined ? {} : { anew: [anew] }) });
}

/** What the server did not take of it, once what went before is taken back. */
export function refusedStep(
  carriage: Carriage,
  error: EngineError,
  { step, steps }: { readonly step: Step | undefined; readonly steps: readonly Step[] },
) {
  const object = step === undefined ? (error.object ?? carriage.command.tag) : displayName(step.table);
  return refusedOf(carriage, error, { sql: step?.sql ?? '', object, all: steps.map(({ sql }) => sql) });
}

function refusedOf(
  { command, work }: Carriage,
  error: EngineError,
  { sql, all, ...told }: { readonly sql: string; readonly all: readonly string[] } & Pick<RefusedThere['refused'], 'object' | 'anew'>,
): RefusedThere {
  const reloadable = work.every((each) => !('plan' in each) || each.plan.origin === 'create');
  return refusedThere(command, sql, error, { ...told, sql: all, reloadable });
}

/** Nearly all that the server says has one number: by its words. */
const REFUSES =
  /^(The destination refused a statement.*?: )?.*\b(can ?not|can't|not (support|implemented)|unsupported|already (used|exists)|does not exists?|same column name|shorten|duplicate|invalid|incorrect|syntax|mismatched|not allowed|forbidden|have materialized view)\b/is;
const OF_THE_MOMENT = /is not NORMAL|not master|timeout|timed out|lock|COMMITTED state|no available|not alive/i;

/** For the statement, not for the moment: sending it again helps nobody. */
export function isForGood(error: unknown): error is EngineError {
  if (!isEngineError(error) || error.connection) return false;
  if (
    error.code === 'ddl.cancelled' ||
    error.code === 'ddl.not-fit' ||
    error.code === 'ddl.not-there' ||
    error.code === 'statement.refused'
  )
    return true;
  return error.code === 'statement.failed' && !OF_THE_MOMENT.test(error.message) && REFUSES.test(error.message);
}
