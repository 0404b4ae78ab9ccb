import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { followsRows, heeds, type Operation } from '../schema/operation.ts';
import { type RelationShape, type TableChange, type Tuple, valueAt } from '../schema/row.ts';
import { displayName, type TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { filterChanges } from './filter.ts';
import { keepsType } from './kept.ts';
import { rowsMissing } from './strangers.ts';

/** How often it is told that more was passed over. */
const TELL_INTERVAL_MS = 600_000;

export interface PassingInit {
  /** As commands of the source leave them: the same map throughout. */
  readonly tables: ReadonlyMap<TableId, TablePlan>;
  readonly converging: ReadonlySet<TableId>;
  readonly emit: (event: TaskEvent) => void;
}

interface Count {
  readonly table: TablePlan;
  readonly operation: Operation;
  count: number;
  told: number;
  toldAt: number;
}

/**
 * Passes over the changes whose operation is not chosen for their table. The operation is the source's own: an UPDATE by which a row
 * enters or leaves the table's filter is an UPDATE, whatever is made of it.
 *
 * The full load of a table is its rows under one view; operations are about what comes after it. What is committed before the view is not
 * passed over but part of it. A table whose slices were read under several views has its view where the log has made them one (converge):
 * until then every change is let through, for a row that an UPDATE moved from a slice read later into one read before is in none of
 * them, and the log alone has it.
 */
export class Passing {
  readonly #init: PassingInit;
  readonly #counts = new Map<string, Count>();
  #restricted = false;
  #meeting: ReadonlySet<TableId> = new Set();
  #keeping: readonly TablePlan[] = [];

  constructor(init: PassingInit) {
    this.#init = init;
    this.know();
  }

  /** The tables are others from here on. */
  know(): void {
    const { tables, converging } = this.#init;
    const all = [...tables.values()];
    this.#restricted = all.some(({ operations }) => operations !== undefined);
    this.#keeping = all.filter(keepsType);
    this.#meeting = new Set([...converging, ...all.filter((table) => keepsRows(table) && table.key.length > 0).map(({ id }) => id)]);
  }

  /** Tables whose INSERTs may meet a row with their key: one that the source has no more, or not as it was. It becomes as they say. */
  get meeting(): ReadonlySet<TableId> {
    return this.#meeting;
  }

  /** Tables of which values are to be looked at before they are written (`checkKept`): of ten thousand mostly none. */
  get keeping(): readonly TablePlan[] {
    return this.#keeping;
  }

  /** Changes that found no row. Some may rightly find none: it never came, or under another key, or need not be there to be cleared. */
  missed(counts: ReadonlyMap<TableId, number>): void {
    const { tables, converging, emit } = this.#init;
    for (const [id, count] of counts) {
      const table = tables.get(id);
      if (!converging.has(id) && followsRows(table?.operations))
        emit(rowsMissing(table?.destination ?? { schema: '', name: id }, { id, count }));
    }
  }

  /** What of the changes is for the destination. */
  async take(source: Pick<Source, 'filter'>, changes: readonly TableChange[]): Promise<readonly TableChange[]> {
    return this.#clear(await filterChanges(source, this.#init.tables, this.#pass(changes)));
  }

  /** Those that are let through. */
  #pass(changes: readonly TableChange[]): readonly TableChange[] {
    if (!this.#restricted) return changes;
    return changes.flatMap((change): readonly TableChange[] => {
      if (change.kind !== 'truncate') return this.#lets(change.relation.id, change.kind) ? [change] : [];
      const relations = change.relations.filter(({ id }) => this.#lets(id, 'truncate'));
      return relations.length === 0 ? [] : [{ ...change, relations }];
    });
  }

  /**
   * A row that takes a new key may find there one which the source has no more, and whose DELETE was passed over: that one goes, as it
   * would before an INSERT. Where INSERTs are passed over it stays, for the row that moves need not be there to take its place.
   */
  #clear(changes: readonly TableChange[]): readonly TableChange[] {
    if (!this.#restricted) return changes;
    return changes.flatMap((change): readonly TableChange[] => {
      if (change.kind !== 'update' || change.previous === null) return [change];
      const { relation, next, previous } = change;
      const table = this.#init.tables.get(relation.id);
      if (table === undefined || this.#init.converging.has(table.id) || !heeds(table.operations, 'insert') || !isLeft(table))
        return [change];
      if (isSameKey(table, relation, { previous: previous.tuple, next })) return [change];
      return [{ kind: 'delete', relation, previous: { form: 'key', tuple: next } }, change];
    });
  }

  /** Tells what was passed over since it was last told; `end`: however long that is ago. */
  tell(end: boolean): void {
    const at = performance.now();
    for (const each of this.#counts.values()) {
      const due = each.told === 0 || end || at - each.toldAt >= TELL_INTERVAL_MS;
      if (!due || each.count === each.told) continue;
      each.told = each.count;
      each.toldAt = at;
      this.#init.emit(passedOver(each));
    }
  }

  #lets(id: TableId, operation: Operation): boolean {
    const table = this.#init.tables.get(id);
    if (table === undefined || heeds(table.operations, operation) || this.#init.converging.has(id)) return true;
    const name = `${operation} ${id}`;
    const known = this.#counts.get(name);
    if (known === undefined) this.#counts.set(name, { table, operation, count: 1, told: 0, toldAt: 0 });
    else known.count += 1;
    return false;
  }
}

/** Rows may stay that the source has no more. */
function isLeft({ operations }: TablePlan): boolean {
  return !heeds(operations, 'delete') || !heeds(operations, 'truncate');
}

/** The same, or under a key that they no longer have. */
function keepsRows(table: TablePlan): boolean {
  return isLeft(table) || !heeds(table.operations, 'update');
}

function isSameKey(
  table: TablePlan,
  relation: RelationShape,
  { previous, next }: { readonly previous: Tuple; readonly next: Tuple },
): boolean {
  return table.key.every((column) => {
    const index = relation.columns.indexOf(column);
    return valueAt(previous, index) === valueAt(next, index);
  });
}

function passedOver({ table, operation, count }: Count): TaskEvent {
  const name = displayName(table.source);
  const word = operation.toUpperCase();
  return logged('info', {
    code: 'apply.passed-over',
    message: {
      en: `${word} is not among the SQL operations of ${name}: ${count} passed over since changes were last begun to be followed`,
      zh: `${name} 未选择 ${word} 操作：自本次增量开始已跳过 ${count} 个`,
    },
    table: table.id,
  });
}
