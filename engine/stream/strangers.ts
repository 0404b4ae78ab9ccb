import { EngineError } from '../errors.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { ChangeEvent, RelationShape } from '../schema/row.ts';
import { displayName, type TableId, type TableName } from '../schema/table.ts';

/**
 * Refuses what the log tells of a table that is no longer as it was planned: under a new name, or with a planned column gone or
 * renamed, its changes would be left out without a word.
 */
export class Familiar {
  readonly #tables: ReadonlyMap<TableId, TablePlan>;
  readonly #seen = new WeakSet<RelationShape>();

  constructor(tables: ReadonlyMap<TableId, TablePlan>) {
    this.#tables = tables;
  }

  /** @throws EngineError `source.table-changed` */
  check(events: readonly ChangeEvent[]): void {
    for (const event of events) {
      if (event.kind === 'truncate') for (const relation of event.relations) this.#checkShape(relation);
      else if ('relation' in event) this.#checkShape(event.relation);
    }
  }

  #checkShape(relation: RelationShape): void {
    if (this.#seen.has(relation)) return;
    const plan = this.#tables.get(relation.id);
    if (plan === undefined)
      throw changed(relation, { en: 'is not a table of this task: it was renamed', zh: '不是本任务的表（表已被重命名）' });
    const gone = plan.columns.find((column) => !relation.columns.includes(column.source));
    if (gone !== undefined) throw changed(relation, { en: `has no column ${gone.source} any more`, zh: `已没有列 ${gone.source}` });
    this.#seen.add(relation);
  }
}

function changed(relation: RelationShape, what: { readonly en: string; readonly zh: string }): EngineError {
  const name = displayName(relation.table);
  return new EngineError({
    code: 'source.table-changed',
    message: { en: `The source's log has changes of ${name}, which ${what.en}`, zh: `源库日志包含 ${name} 的变更，但该表${what.zh}` },
    hint: {
      en: 'Structure must stay as it is while changes are followed. Release this task and migrate again.',
      zh: '增量迁移期间请勿变更表结构。请释放该任务并重新迁移。',
    },
    retry: 'never',
    side: 'source',
    object: name,
  });
}

/** A partition made after the task began: nothing of it is in the log that is followed. */
export function newPartition(table: TableName): TaskEvent {
  const name = displayName(table);
  return {
    kind: 'log',
    at: Date.now(),
    level: 'warn',
    code: 'source.new-partition',
    message: {
      en: `The partition ${name} was made at the source after this task began: its rows are not migrated`,
      zh: `分区 ${name} 是任务启动后在源库新建的，其中的数据不会被迁移`,
    },
    hint: {
      en: 'Make the partition at the destination and copy its rows in a task of their own, before you switch over.',
      zh: '请在目标库创建该分区，并在切换前用单独的任务迁移其数据。',
    },
  };
}
