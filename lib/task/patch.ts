import type { LagSample, Progress, StatementProgress, TableProgress } from '#engine/progress/progress.ts';

/** What changed between two pictures: only the parts that did. */
export interface ProgressPatch {
  readonly steps?: Progress['steps'];
  readonly tables?: Readonly<Record<string, TableProgress>>;
  readonly statements?: readonly StatementProgress[];
  readonly stream?: Progress['stream'];
  /** New samples only. */
  readonly lag?: readonly LagSample[];
  readonly retry?: Progress['retry'];
  /** Everything anew: what is planned changed. */
  readonly whole?: Progress;
}

/** Bound of the browser's lag history; as the engine keeps it. */
const LAG_SAMPLES = 900;

/** The patch that leads from `before` to `after`, or null. Unchanged parts are the same objects (progress.ts). */
export function diffProgress(before: Progress, after: Progress): ProgressPatch | null {
  if (before === after) return null;
  if (!samePlan(before, after)) return { whole: after };
  const tables = Object.fromEntries(Object.entries(after.tables).filter(([id, table]) => table !== before.tables[id]));
  const statements = after.statements.filter((statement, index) => statement !== before.statements[index]);
  const last = before.lag.at(-1)?.at ?? 0;
  const lag = after.lag === before.lag ? [] : after.lag.filter((sample) => sample.at > last);
  const patch: ProgressPatch = {
    ...(after.steps === before.steps ? {} : { steps: after.steps }),
    ...(Object.keys(tables).length === 0 ? {} : { tables }),
    ...(statements.length === 0 ? {} : { statements }),
    ...(after.stream === before.stream ? {} : { stream: after.stream }),
    ...(lag.length === 0 ? {} : { lag }),
    ...(after.retry === before.retry ? {} : { retry: after.retry }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

/** The picture after a patch; the opposite of `diffProgress`. */
export function applyPatch(progress: Progress, patch: ProgressPatch): Progress {
  if (patch.whole !== undefined) return patch.whole;
  const { steps, tables, statements, stream, lag, retry } = patch;
  const changed = new Map(statements?.map((statement) => [statement.id, statement]));
  return {
    steps: steps ?? progress.steps,
    tables: tables === undefined ? progress.tables : { ...progress.tables, ...tables },
    statements: statements === undefined ? progress.statements : progress.statements.map((each) => changed.get(each.id) ?? each),
    stream: stream === undefined ? progress.stream : stream,
    lag: lag === undefined ? progress.lag : [...progress.lag, ...lag].slice(-LAG_SAMPLES),
    retry: retry === undefined ? progress.retry : retry,
  };
}

function samePlan(before: Progress, after: Progress): boolean {
  const ids = Object.keys(after.tables);
  return (
    before.statements.length === after.statements.length &&
    before.steps.length === after.steps.length &&
    Object.keys(before.tables).length === ids.length &&
    ids.every((id) => before.tables[id] !== undefined) &&
    after.statements.every((statement, index) => statement.id === before.statements[index]?.id)
  );
}
