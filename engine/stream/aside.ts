import type { Destination } from '../destination/destination.ts';
import type { TablePlan } from '../plan/plan.ts';
import { behindOf, type RefusedDdl, type RefusedDdls } from '../plan/refused-ddl.ts';
import type { ChangeBatch, Position, TableChange } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import { type Text, text } from '../text.ts';

export interface AsideInit {
  readonly destination: Pick<Destination, 'aside'>;
  /** Both as commands leave them: the same maps throughout. */
  readonly tables: ReadonlyMap<TableId, TablePlan>;
  readonly refused: RefusedDdls;
}

interface Taken {
  readonly rest: readonly TableChange[];
  readonly kept: boolean;
}

/** Changes of tables that wait for a person and whose rows stay: none is passed over, the destination keeps them until then. */
export class SettingAside {
  readonly #init: AsideInit;

  constructor(init: AsideInit) {
    this.#init = init;
  }

  /** Whether changes of the table are kept. */
  has(id: TableId): boolean {
    return this.#waitsFor(id) !== null;
  }

  /**
   * Keeps what is to be kept, in the transaction that the others go on with, once the destination is done with all before.
   * @param committed the checkpoint: a batch before it changes nothing
   * @returns the others, and whether the destination's transaction is open now
   */
  async take({ changes, commit }: Pick<ChangeBatch, 'changes' | 'commit'>, committed: Position, done: () => Promise<void>): Promise<Taken> {
    const { destination, refused } = this.#init;
    // Mostly there is none.
    if (![...refused.values()].some(({ aside }) => aside !== undefined)) return { rest: changes, kept: false };
    const { rest, aside } = divided(changes, (id) => this.#waitsFor(id));
    if (aside.size === 0 || (commit !== null && commit.position <= committed)) return { rest, kept: false };
    await done();
    for (const [waited, own] of aside) await destination.aside?.keep(waited.id, behindOf(waited), own);
    return { rest, kept: true };
  }

  #waitsFor(id: TableId): RefusedDdl | null {
    const { tables, refused } = this.#init;
    const waited = refused.get(tables.get(id)?.stopped ?? '');
    return waited?.aside?.now.includes(id) ? waited : null;
  }
}

/** Each in its order. Pure. */
function divided(changes: readonly TableChange[], waitsFor: (id: TableId) => RefusedDdl | null) {
  const rest: TableChange[] = [];
  const aside = new Map<RefusedDdl, TableChange[]>();
  const put = (waited: RefusedDdl | null, change: TableChange) => {
    if (waited === null) rest.push(change);
    else {
      const own = aside.get(waited);
      if (own === undefined) aside.set(waited, [change]);
      else own.push(change);
    }
  };
  for (const change of changes) {
    if (change.kind !== 'truncate') {
      put(waitsFor(change.relation.id), change);
      continue;
    }
    for (const waited of new Set(change.relations.map(({ id }) => waitsFor(id))))
      put(waited, { ...change, relations: change.relations.filter(({ id }) => waitsFor(id) === waited) });
  }
  return { rest, aside };
}

export interface Standing {
  /** Commands of the source are in the log. */
  readonly captured: boolean;
  readonly canKeep: boolean;
  /** Rows of some tables are not as at one moment. */
  readonly isConverging: boolean;
  /** Tables that are followed, and those whose rows may be ahead of the command. */
  readonly loaded: ReadonlyMap<TableId, unknown>;
  readonly ahead: ReadonlySet<TableId>;
  /** What the destination says against it. */
  readonly binds: Text | undefined;
}

/** Why changes of these tables cannot be set aside from here on; null: they can. Pure. */
export function whyNotAside(plans: readonly TablePlan[], at: Standing): Text | null {
  if (!at.canKeep) return text('rows of its table are not only the task’s own', '该表中的数据不全由本任务写入');
  if (!at.captured)
    return text(
      'the source does not note commands, so nobody could tell later which of them came between its changes',
      '源库未记录 DDL，之后无法得知各变更之间执行过哪些语句',
    );
  if (at.binds !== undefined) return at.binds;
  // One that goes from the table that waits and comes in another, with its key: the DELETE would take it, once it comes behind the INSERT.
  if (plans.some(({ merged }) => merged === true))
    return text(
      'several tables become one there, and a row may go from one of them to another meanwhile',
      '多个源表写入同一目标表，期间可能有行从其中一个表移动到另一个表',
    );
  const isAsThere = (plan: TablePlan) => !plan.hasRows || (at.loaded.has(plan.id) && !at.ahead.has(plan.id));
  if (at.isConverging || !plans.every(isAsThere))
    return text(
      'rows of its table are not all there yet, or are ahead of the statement',
      '该表的数据尚未全部就绪，或已包含该语句之后的数据',
    );
  return null;
}
