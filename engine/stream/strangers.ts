import { EngineError } from '../errors.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { isHelper } from '../schema/helper.ts';
import type { ChangeEvent, RelationShape } from '../schema/row.ts';
import { displayName, type TableId, type TableName } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { counted, type Text } from '../text.ts';
import { columnOfOtherType, type TypeWords } from './other-type.ts';

export interface Vocabulary extends TypeWords {
  readonly columnsNow: Source['columnsNow'];
  /** Tables that a person does without, or that are copied apart: what the log tells of them is passed over. */
  readonly passedOver: Pick<ReadonlySet<TableId>, 'has'>;
  /** For what is told without stopping the task. */
  readonly tell: (event: TaskEvent) => void;
}

/**
 * Refuses what the log tells of a table that is no longer as it was planned: under a new name, or with a planned column gone or
 * renamed, its changes would be left out without a word; values of another type would be cut or rounded to the planned one; and
 * by another identity the row of an UPDATE or DELETE would not be found.
 */
export class Familiar {
  readonly #tables: ReadonlyMap<TableId, TablePlan>;
  readonly #words: Vocabulary;
  readonly #seen = new WeakSet<RelationShape>();
  readonly #identified = new WeakSet<RelationShape>();
  /** Columns that were told of; the log describes a table anew after each reconnection. */
  readonly #told = new Set<string>();

  constructor(tables: ReadonlyMap<TableId, TablePlan>, words: Vocabulary) {
    this.#tables = tables;
    this.#words = words;
  }

  /** @throws EngineError `source.table-changed` */
  async check(events: readonly ChangeEvent[]): Promise<void> {
    // Once all are known this is all there is: the loop that may wait made 40 bytes of garbage for each change.
    if (this.#knows(events)) return;
    for (const event of events) {
      for (const relation of relationsOf(event)) if (!this.#seen.has(relation)) await this.#checkShape(relation);
      if (event.kind === 'update' || event.kind === 'delete') this.#checkIdentity(event.relation);
    }
  }

  #knows(events: readonly ChangeEvent[]): boolean {
    // Most changes are of the table of the one before, in the same way: a list for each and a look into sets cost more than all else here.
    let [shape, identity]: (RelationShape | null)[] = [null, null];
    return events.every((event) => {
      if (event.kind === 'truncate') return event.relations.every((relation) => this.#seen.has(relation));
      if (event.kind !== 'insert' && event.kind !== 'update' && event.kind !== 'delete') return true;
      const { relation } = event;
      if (relation !== shape && !this.#seen.has(relation)) return false;
      shape = relation;
      if (event.kind === 'insert') return true;
      if (relation !== identity && !this.#identified.has(relation)) return false;
      identity = relation;
      return true;
    });
  }

  #checkIdentity(relation: RelationShape): void {
    if (this.#identified.has(relation)) return;
    const missing = this.#tables.get(relation.id)?.key.find((column) => !relation.identity.includes(column));
    if (missing !== undefined)
      throw changed(relation, { en: `no longer carries ${missing} in its replica identity`, zh: `的复制标识不再包含 ${missing}` });
    this.#identified.add(relation);
  }

  async #checkShape(relation: RelationShape): Promise<void> {
    const plan = this.#tables.get(relation.id);
    if (isHelper(relation.table) || (plan === undefined && this.#words.passedOver.has(relation.id))) return;
    if (plan === undefined)
      throw changed(relation, { en: 'is not a table of this task: it was renamed', zh: '不是本任务的表（表已被重命名）' });
    const gone = plan.columns.find((column) => !relation.columns.includes(column.source));
    if (gone !== undefined) throw changed(relation, { en: `has no column ${gone.source} any more`, zh: `已没有列 ${gone.source}` });
    const other = plan.columns.length === 0 ? null : await columnOfOtherType(plan, relation, this.#words);
    if (other !== null) throw changed(relation, { en: `has another type in column ${other} now`, zh: `的列 ${other} 的类型已改变` });
    await this.#tellNewColumns(relation, plan);
    this.#seen.add(relation);
  }

  async #tellNewColumns(relation: RelationShape, plan: TablePlan): Promise<void> {
    const known = new Set([...plan.columns.map(({ source }) => source), ...plan.leftOut]);
    const strange = relation.columns.filter((column) => !known.has(column));
    if (strange.length === 0) return;
    const now = await this.#words.columnsNow(relation);
    for (const column of strange) {
      const name = `${relation.id} ${column}`;
      // One that is computed, or gone by now, has nothing that could be lost.
      if (now.get(column) !== 'plain' || this.#told.has(name)) continue;
      this.#told.add(name);
      this.#words.tell(newColumn(relation, column));
    }
  }
}

function relationsOf(event: ChangeEvent): readonly RelationShape[] {
  if (event.kind === 'truncate') return event.relations;
  return 'relation' in event ? [event.relation] : [];
}

/** Its table goes on without it: nothing that was planned is lost. */
function newColumn({ id, table }: RelationShape, column: string): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'source.new-column',
    message: {
      en: `${name} has gained the column ${column} at the source after this task began: its values are not migrated`,
      zh: `${name} 在任务启动后于源库新增了列 ${column}，该列的数据不会被迁移`,
    },
    hint: {
      en: 'Before you switch over, migrate this table again in a task of its own.',
      zh: '请在切换前用单独的任务重新迁移该表。',
    },
    table: id,
  });
}

function changed(relation: RelationShape, what: Text): EngineError {
  const name = displayName(relation.table);
  return tableChanged(name, {
    en: `The source's log has changes of ${name}, which ${what.en}`,
    zh: `源库日志包含 ${name} 的变更，但该表${what.zh}`,
  });
}

/** What was done to its columns cannot be told. */
export function otherColumns(relation: RelationShape, what: Text): EngineError {
  return changed(relation, what);
}

/** Its changes have not been in the log since. */
export function notPublished(table: TableName): EngineError {
  const name = displayName(table);
  return tableChanged(name, {
    en: `${name} is no longer in the publication of this task: it was made again, or taken out`,
    zh: `${name} 已不在该任务的发布中（表被重建或移出发布）`,
  });
}

/** Old partitions are dropped as a matter of course: nothing of them can be lost any more, but the log does not tell of it. */
export function droppedTable(table: TableName): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'source.table-dropped',
    message: {
      en: `The table ${name} is gone from the source: its rows stay at the destination`,
      zh: `表 ${name} 已从源库删除，其中的数据仍保留在目标库`,
    },
    hint: { en: 'Drop it at the destination too, if it is to go.', zh: '如不再需要，请在目标库中也删除该表。' },
  });
}

function tableChanged(name: string, message: Text): EngineError {
  return new EngineError({
    code: 'source.table-changed',
    message,
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
  return logged('warn', {
    code: 'source.new-partition',
    message: {
      en: `The partition ${name} was made at the source after this task began: its rows are not migrated`,
      zh: `分区 ${name} 是任务启动后在源库新建的，其中的数据不会被迁移`,
    },
    hint: {
      en: 'Make the partition at the destination and copy its rows in a task of their own, before you switch over.',
      zh: '请在目标库创建该分区，并在切换前用单独的任务迁移其数据。',
    },
  });
}

/** Changes that found no row at the destination. */
export function rowsMissing(table: TableName, { id, count }: { readonly id: TableId; readonly count: number }): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'apply.row-missing',
    message: {
      en: `${counted(count, 'change')} of ${name} found no row to change at the destination`,
      zh: `${name} 有 ${count} 个变更在目标库中找不到对应的行`,
    },
    hint: {
      en: 'Someone else changed this table at the destination. Compare it before you rely on it.',
      zh: '该表在目标库中被其他人修改过，请在使用前核对数据。',
    },
    table: id,
  });
}
