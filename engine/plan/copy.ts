import type { ExistingTable } from '../destination/destination.ts';
import type { CopyFormat } from '../schema/row.ts';
import { type ColumnSpec, WITH_INFINITY } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import type { ColumnPlan, CopyChoice } from './plan.ts';

/** What the format of the rows depends on at the destination. */
export interface CopyTarget {
  readonly formats: readonly CopyFormat[];
  /** Built-in types may be others than PostgreSQL's of the same names. */
  readonly ownTypes: boolean;
  /** As `server_version_num`; null where it was not asked: then every table is there, and tells by its columns. */
  readonly version: number | null;
  /** Types may be there already, of which nothing is known but the name. */
  readonly keepsTypes: boolean;
}

export interface CopiedColumn {
  readonly plan: ColumnPlan;
  readonly spec: Pick<ColumnSpec, 'type' | 'binary'>;
}

/** Binary where both servers mean the same by every column's bytes. `table`: the one that is there, if it is. */
export function chooseCopy(columns: readonly CopiedColumn[], target: CopyTarget, table: ExistingTable | null): CopyChoice {
  const reason = againstAll(columns, target) ?? firstReason(columns, target, table);
  if (reason === null) return { format: 'binary' };
  return { format: 'text', reason: text(`Copied as text: ${reason.en}`, `以文本格式复制：${reason.zh}`) };
}

function againstAll(columns: readonly CopiedColumn[], { formats, ownTypes }: CopyTarget): Text | null {
  if (!formats.includes('binary')) return text('the destination takes no other form', '目标库不接受其他格式');
  if (ownTypes)
    return text(
      'the destination is compatible with Oracle, and its types may have other bytes than those of PostgreSQL',
      '目标库兼容 Oracle，其类型的二进制格式可能与 PostgreSQL 不同',
    );
  return columns.length === 0 ? text('there is no column to copy', '没有需要复制的列') : null;
}

function firstReason(columns: readonly CopiedColumn[], target: CopyTarget, table: ExistingTable | null): Text | null {
  const there = new Map(table?.columns.map((column) => [column.name, column]));
  for (const column of columns) {
    const existing = there.get(column.plan.destination);
    const reason = ofType(column, target, table === null) ?? (existing === undefined ? null : ofOther(column, existing));
    if (reason !== null) return reason;
  }
  return null;
}

/** What speaks against the type itself. */
function ofType({ plan: { source: name, given }, spec: { type, binary } }: CopiedColumn, target: CopyTarget, made: boolean): Text | null {
  const shown = text(`column ${name} is of type ${type}`, `列 ${name} 的类型为 ${type}`);
  if (given !== undefined) return text(`${shown.en}, and of ${given} at the destination`, `${shown.zh}，在目标库为 ${given}`);
  // Every name of a type that users made is qualified.
  if (binary === null || (made && target.keepsTypes && type.includes('.')))
    return text(
      `${shown.en}, whose binary form may mean something else on another server`,
      `${shown.zh}，其二进制格式在其他服务器上的含义可能不同`,
    );
  if (binary.endsWith(WITH_INFINITY) && target.version !== null && target.version < 170000)
    return text(
      `${shown.en}, which knows infinity at the source but not in the destination's version`,
      `${shown.zh}，源库支持无穷大值而目标库的版本不支持`,
    );
  return null;
}

/** What speaks against copying into the column that is there. */
function ofOther({ plan, spec: { type, binary } }: CopiedColumn, there: ExistingTable['columns'][number]): Text | null {
  // Bytes of a finite interval are the same in every version.
  if (there.type === plan.type && (there.binary === binary || there.binary === `${binary}${WITH_INFINITY}`)) return null;
  const same = there.type === type;
  return text(
    `column ${plan.source} is of type ${type}, and at the destination of ${same ? 'another type of that name' : there.type}`,
    `列 ${plan.source} 的类型为 ${type}，在目标库中为${same ? '另一个同名类型' : ` ${there.type}`}`,
  );
}
