import type { Destination, DestinationState } from '../destination/destination.ts';
import type { Mend } from '../engine.ts';
import { EngineError, errorFrom } from '../errors.ts';
import type { Plan, Statement, TablePlan } from '../plan/plan.ts';
import type { FailedStatement, TaskEvent } from '../progress/event.ts';
import { StructureRun } from '../structure/run.ts';

/** Bytes from which on an index or constraint is worth a transaction and a progress bar of its own. */
const HEAVY_BYTES = 8 * 1024 * 1024;
const BUILT = new Set<Statement['kind']>(['constraint', 'index', 'foreign-key', 'materialized-view']);

export interface TaskStructureInit {
  readonly plan: Plan;
  readonly destination: Destination;
  readonly state: DestinationState;
  readonly emit: (event: TaskEvent) => void;
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}

/** The structure of one task in the order of design section 6: what the rows need, the rows (not here), and the rest. */
export class TaskStructure {
  readonly #run: StructureRun;
  readonly #making: ReadonlyMap<string, string>;
  /** How often something had been mended when this round began. */
  #mends = 0;

  constructor({ plan, destination, state, emit, onDurable, signal }: TaskStructureInit) {
    const bytes = new Map(plan.tables.map((table) => [table.id, plan.steps.includes('full') ? table.bytes : 0]));
    const isHeavy = ({ phase, kind, table }: Statement) =>
      phase === 'after' && BUILT.has(kind) && (bytes.get(table ?? '') ?? 0) >= HEAVY_BYTES;
    this.#making = new Map(
      plan.statements.flatMap(({ kind, part, table, id }) => (kind === 'table' && part === 'make' && table !== null ? [[table, id]] : [])),
    );
    this.#run = new StructureRun({
      destination,
      statements: plan.statements,
      done: state.statements,
      skipped: new Set(plan.skipped),
      isHeavy,
      emit,
      onDurable,
      signal,
    });
  }

  get failures(): readonly FailedStatement[] {
    return this.#run.failures;
  }

  mend(mend: Mend): void {
    this.#run.mend(mend);
  }

  /** Whether rows can be put into the table. One that was passed over is not there, and takes none. */
  isMade({ id }: TablePlan): boolean {
    const statement = this.#making.get(id);
    return statement === undefined || this.#run.isDone(statement);
  }

  before(): Promise<void> {
    this.#mends = this.#run.mends;
    return this.#run.run(({ phase }) => phase === 'before');
  }

  /** Keys and indexes, triggers, policies: whatever looks at one table only. */
  after(): Promise<void> {
    return this.#run.run((statement) => statement.phase === 'after' && turn(statement) === 'after');
  }

  /** What looks at several tables' rows, and when that is done what would be in its way: owners, grants, event triggers. */
  async last(): Promise<void> {
    for (const which of ['together', 'owner', 'grant', 'event-trigger'] as const) {
      // What a person mends later must not meet other owners, or event triggers.
      if (which !== 'together' && this.failures.length > 0) return;
      await this.#run.run((statement) => statement.phase === 'after' && turn(statement) === which);
    }
  }

  /**
   * False when something was mended since `before`: its turn may have been over.
   * @throws EngineError `structure.failed` when a statement failed and nobody has mended it or passed it over
   */
  isWhole(): boolean {
    if (this.#run.unfinished.length > 0 && this.#run.mends > this.#mends) return false;
    const { failures } = this;
    const [first] = failures;
    if (first !== undefined) throw structureFailed(first, failures.length);
    const [left] = this.#run.unfinished;
    // Each waits for another: a plan that cannot be carried out must not pass for one that was.
    if (left !== undefined) throw new Error(`The statement for ${left.object} was never run: it waits for ${left.requires.join(', ')}.`);
    return true;
  }
}

function turn({ kind, part }: Statement): 'after' | 'together' | 'owner' | 'grant' | 'event-trigger' {
  // With its owner: nothing that is done here should set it off.
  if (kind === 'event-trigger') return kind;
  if (part === 'owner' || part === 'grant') return part;
  return kind === 'foreign-key' || (kind === 'materialized-view' && part === 'later') ? 'together' : 'after';
}

function structureFailed(first: FailedStatement, count: number): EngineError {
  const more = count === 1 ? { en: '', zh: '' } : { en: ` (and ${count - 1} more objects)`, zh: `（另有 ${count - 1} 个对象失败）` };
  const cause = errorFrom(first.error);
  return new EngineError({
    code: 'structure.failed',
    message: {
      en: `${first.object} could not be made: ${first.error.message.en}${more.en}`,
      zh: `${first.object} 创建失败：${first.error.message.zh}${more.zh}`,
    },
    hint: {
      en: 'Retry each failed object, edit its statement, or skip it in the Structure tab; the task then goes on.',
      zh: '请在“结构”页签中重试、编辑语句或跳过失败的对象，任务随后继续。',
    },
    // Room may be made on a full disk without anyone touching the task; everything else a person has to look at.
    retry: first.error.code === 'storage.full' ? 'soon' : 'by-hand',
    side: 'destination',
    object: first.object,
    cause,
  });
}
