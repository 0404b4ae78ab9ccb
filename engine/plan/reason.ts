import { type LeftOut, objectLabel, type SchemaObject } from '../schema/object.ts';
import type { TableName } from '../schema/table.ts';
import { text } from '../text.ts';

export type Reason = Pick<LeftOut, 'reason' | 'cause' | 'fix'>;

export function needsUnchosen(required: SchemaObject): Reason {
  const name = objectLabel(required);
  return {
    reason: 'depends',
    cause: text(
      `It needs ${name}, which is neither selected nor at the destination`,
      `该对象依赖 ${name}，而 ${name} 既未被选中，也不在目标库中`,
    ),
    fix: text(`Select ${name} as well.`, `请同时选择 ${name}。`),
  };
}

export function needsLeftOut(required: SchemaObject): Reason {
  const name = objectLabel(required);
  return {
    reason: 'depends',
    cause: text(`It needs ${name}, which cannot be carried`, `该对象依赖无法迁移的 ${name}`),
    fix: text(`Make ${name} at the destination by hand, or leave this object out.`, `请在目标库手动创建 ${name}，或不选择该对象。`),
  };
}

export function readsUnchosen(table: TableName, column: string): Reason {
  const name = `${table.schema}.${table.name}`;
  return {
    reason: 'column',
    cause: text(`It reads column ${column} of ${name}, which was not chosen`, `该对象使用了 ${name} 中未选择的列 ${column}`),
    fix: text(`Choose column ${column} as well.`, `请同时选择列 ${column}。`),
  };
}

/** A table that is there takes but the columns it has. */
export function readsLacking({ table, column }: { readonly table: TableName; readonly column: string }): Reason {
  const name = `${table.schema}.${table.name}`;
  return {
    reason: 'column',
    cause: text(
      `It reads column ${column} of ${name}, which is not carried to the table that is at the destination`,
      `该对象使用了 ${name} 的列 ${column}，而该列不会写入目标库已有的表`,
    ),
    fix: text(
      `Choose column ${column} as well, and add it to the table at the destination.`,
      `请选择列 ${column}，并在目标库的表中添加该列。`,
    ),
  };
}
