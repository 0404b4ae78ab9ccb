import type { Destination, DestinationState } from '../destination/destination.ts';
import type { Mend } from '../engine.ts';
import { EngineError, errorFrom } from '../errors.ts';
import type { Plan, Statement, TablePlan } from '../plan/plan.ts';
import type { FailedStatement, TaskEvent } from '../progress/event.ts';
import type { TableId } from '../schema/table.ts';
import { type Beside, StructureRun } from '../structure/run.ts';
import { counted } from '../text.ts';

/** Bytes from which on an index or constraint is worth a transaction and a progress bar of its own. */
const HEAVY_BYTES = 8 * 1024 * 1024;
const BUILT = new Set<Statement['kind']>(['constraint', 'index', 'foreign-key', 'materialized-view']);
const ROUTINES = new Set<Statement['kind']>(['function', 'procedure', 'aggregate']);

export interface TaskStructureInit {
  readonly plan: Plan;
  readonly destination: Pick<Destination, 'run' | 'building'>;
  readonly state: Pick<DestinationState, 'statements'>;
  readonly emit: (event: TaskEvent) => void;
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}

/** The structure of one task in the order of design section 6: what the rows need, the rows (not here), and the rest. */
export class TaskStructure {
  readonly #run: StructureRun;
  readonly #making: ReadonlyMap<string, string>;
  readonly #statements: ReadonlyMap<string, Statement>;
  /** Tables that take rows: the rows of a partitioned parent are those of its partitions. */
  readonly #withRows: ReadonlySet<TableId>;
  /** How often something had been mended when this round began. */
  #mends = 0;

  constructor({ plan, destination, state, emit, onDurable, signal }: TaskStructureInit) {
    const bytes = new Map(plan.tables.map((table) => [table.id, plan.steps.includes('full') ? table.bytes : 0]));
    const isHeavy = ({ phase, kind, table }: Statement) =>
      phase === 'after' && BUILT.has(kind) && (bytes.get(table ?? '') ?? 0) >= HEAVY_BYTES;
    this.#making = new Map(
      plan.statements.flatMap(({ kind, part, table, id }) => (kind === 'table' && part === 'make' && table !== null ? [[table, id]] : [])),
    );
    this.#statements = new Map(plan.statements.map((statement) => [statement.id, statement]));
    this.#withRows = new Set(plan.tables.flatMap(({ id, hasRows }) => (hasRows ? [id] : [])));
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

  /**
   * From now on what looks at one table only is made in the background as soon as `isReady` says that the table's rows are there, while
   * others are still copied. A table that is ready stays so. What belongs to no table or to a partitioned parent waits for `after`. What
   * was to be there before the rows and is mended meanwhile is made as well. Any other turn ends it.
   */
  beside(isReady: (table: TableId) => boolean, lanes?: number): Beside {
    const group = (statement: Statement) => statement.phase === 'before' || this.#looksAtOne(statement);
    const awaits = ({ phase, table }: Statement) => (phase === 'before' ? null : table);
    return this.#run.beside(group, { awaits, isReady }, lanes);
  }

  /**
   * Keys and indexes, triggers, policies: whatever looks at one table only.
   * @param only leaves out what it is false of; that stays for another time
   */
  after(only: (statement: Statement) => boolean = () => true): Promise<void> {
    return this.#run.run((statement) => isAfter(statement) && only(statement));
  }

  /** What looks at several tables' rows, and when that is done what would be in its way: owners, grants, event triggers. */
  async last(): Promise<void> {
    for (const which of ['together', 'owner', 'grant', 'event-trigger'] as const) {
      // What a person mends later must not meet other owners, or event triggers.
      if (which !== 'together' && this.failures.length > 0) return;
      await this.#run.run((statement) => statement.phase === 'after' && turn(statement) === which);
    }
  }

  #looksAtOne(statement: Statement): boolean {
    if (!isAfter(statement) || statement.table === null || !this.#withRows.has(statement.table)) return false;
    // A check or an index over an expression may call what reads other tables, whose rows may not be there yet; nobody would notice.
    return !BUILT.has(statement.kind) || !this.#calls(statement, new Set());
  }

  /** Whether it is made with routines of the source's own, be it through an operator class or a domain. */
  #calls({ requires }: Statement, seen: Set<string>): boolean {
    return requires.some((id) => {
      const needed = this.#statements.get(id);
      // What a table is made with (defaults, its columns' types) is not called for rows that are there.
      if (needed === undefined || needed.kind === 'table' || seen.has(id)) return false;
      seen.add(id);
      return ROUTINES.has(needed.kind) || this.#calls(needed, seen);
    });
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

function isAfter(statement: Statement): boolean {
  return statement.phase === 'after' && turn(statement) === 'after';
}

function turn({ kind, part }: Statement): 'after' | 'together' | 'owner' | 'grant' | 'event-trigger' {
  // With its owner: nothing that is done here should set it off.
  if (kind === 'event-trigger') return kind;
  if (part === 'owner' || part === 'grant') return part;
  return kind === 'foreign-key' || (kind === 'materialized-view' && part === 'later') ? 'together' : 'after';
}

function structureFailed(first: FailedStatement, count: number): EngineError {
  const more =
    count === 1 ? { en: '', zh: '' } : { en: ` (and ${counted(count - 1, 'more object')})`, zh: `（另有 ${count - 1} 个对象失败）` };
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
