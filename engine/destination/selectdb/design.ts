import type { TableModel } from '../../plan/model.ts';
import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import type { Refusal } from '../../schema/object.ts';
import { displayName, type KeySpec, type TableSpec } from '../../schema/table.ts';
import type { SelectDbTable as Chosen } from '../../task/config.ts';
import { type Text, text } from '../../text.ts';
import type { ExistingTable } from '../destination.ts';
import { keyType, selectDbType } from './types.ts';

/** Tell of each row of a table of the duplicate model what became of it; 0 for rows that were copied. */
export const CHANGE_COLUMNS = ['_is_deleted', '_version', '_record_id'] as const;

/**
 * Gives a table the shape it has in SelectDB: types, engine, key, distribution. Without a word of the person, a table with a key gets
 * the unique model over that key, and one without the duplicate model. Pure.
 */
export function shapeTable(table: TablePlan, spec: TableSpec, chosen: Chosen | undefined, there: ExistingTable | null): TablePlan {
  if (there?.model) return intoExisting(table, spec, there.model);
  const carried = new Set(table.columns.map(({ source }) => source));
  const engine = chosen?.engine ?? (keyFor(spec, chosen, carried).length > 0 ? 'unique' : 'duplicate');
  const key = engine === 'unique' || chosen?.keys !== undefined ? keyFor(spec, chosen, carried) : [];
  const columns = table.columns.map((column) => shapeColumn(column, spec, key));
  const called = new Map(columns.map((column) => [column.source, column.destination]));
  const keys = key.flatMap((name) => called.get(name) ?? []);
  const refused = fault({ table: { ...table, columns }, spec, engine, key, chosen });
  const model: TableModel = {
    engine,
    keys,
    distribution: distributionFor(
      engine,
      keys,
      chosen?.distribution?.flatMap((name) => called.get(name) ?? []),
    ),
    buckets: chosen?.buckets ?? 'auto',
    ...(refused === null ? {} : { refused }),
  };
  // Nothing is one row of a table that keeps every change.
  return { ...table, columns, key: engine === 'unique' ? key : [], model };
}

/** A table that is there keeps its engine and key: the key's columns must all be carried, or nothing can be written to it. */
function intoExisting(table: TablePlan, spec: TableSpec, model: TableModel): TablePlan {
  const found = (name: string) => table.columns.find(({ destination }) => destination.toLowerCase() === name.toLowerCase());
  const key = model.keys.flatMap((name) => found(name)?.source ?? []);
  const lost = model.keys.filter((name) => found(name) === undefined);
  const columns = table.columns.map((column) => shapeColumn(column, spec, key));
  if (model.engine === 'duplicate' || lost.length === 0) return { ...table, columns, key: model.engine === 'unique' ? key : [], model };
  const refused = refusal(
    text(
      `The table that is there is unique by ${lost.join(', ')}, and no selected column of ${displayName(spec)} goes there`,
      `目标表以 ${lost.join('、')} 为唯一键，但 ${displayName(spec)} 没有选择对应的列`,
    ),
    text(
      'Select the column, or map one to it in Configure Objects; or write to another table.',
      '请选择该列，或在“配置任务对象”中将某列映射为该列名；也可写入其他表。',
    ),
  );
  return { ...table, columns, key: [], model: { ...model, refused } };
}

/** The columns the person named, else the source's own key: the primary one, or one whose columns are never null. */
function keyFor(spec: TableSpec, chosen: Chosen | undefined, carried: ReadonlySet<string>): readonly string[] {
  if (chosen?.keys !== undefined) return chosen.keys;
  const best = bestKey(spec);
  return best?.columns.every((column) => carried.has(column)) ? best.columns : [];
}

/** What identifies a row at the source. */
function bestKey({ keys }: TableSpec): KeySpec | undefined {
  return keys.find(({ primary }) => primary) ?? keys.find(({ notNull }) => notNull);
}

function shapeColumn(column: ColumnPlan, spec: TableSpec, key: readonly string[]): ColumnPlan {
  const found = spec.columns.find(({ name }) => name === column.source);
  if (found === undefined) return column;
  const { type } = selectDbType(found);
  return { ...column, type: key.includes(column.source) ? (keyType(type) ?? type) : type, sourceType: found.type };
}

/** By the whole key where rows are one of each; at random where nothing else is asked for. */
function distributionFor(engine: TableModel['engine'], keys: readonly string[], chosen: readonly string[] | undefined): readonly string[] {
  if (chosen !== undefined && chosen.length > 0) return chosen;
  return engine === 'unique' ? keys : [];
}

interface Designed {
  readonly table: TablePlan;
  readonly spec: TableSpec;
  readonly engine: TableModel['engine'];
  /** Source names. */
  readonly key: readonly string[];
  readonly chosen: Chosen | undefined;
}

function fault(designed: Designed): Refusal | null {
  return keyless(designed) ?? unknownColumn(designed) ?? withoutEquality(designed) ?? notOfKey(designed) ?? takenName(designed);
}

function keyless({ spec, engine, key, table }: Designed): Refusal | null {
  if (engine !== 'unique' || key.length > 0) return null;
  const best = bestKey(spec);
  const name = displayName(spec);
  if (best !== undefined) {
    const lost = best.columns.filter((column) => !table.columns.some(({ source }) => source === column)).join(', ');
    return refusal(
      text(
        `The unique engine needs the key of ${name}, and its column ${lost} is not selected`,
        `Unique 引擎需要 ${name} 的主键，但未选择其列 ${lost}`,
      ),
      text(`Select ${lost} as well, or choose the engine duplicate.`, `请同时选择列 ${lost}，或将引擎设为 duplicate。`),
    );
  }
  return refusal(
    text(
      `${name} has no primary key and no unique constraint over NOT NULL columns: the unique engine would make one row of many`,
      `${name} 没有主键，也没有非空列上的唯一约束：Unique 引擎会把多行合并为一行`,
    ),
    text(
      'Choose the engine duplicate, or name primary key columns whose values are unique.',
      '请将引擎设为 duplicate，或指定取值唯一的主键列。',
    ),
  );
}

function unknownColumn({ spec, table, key, chosen }: Designed): Refusal | null {
  const carried = new Set(table.columns.map(({ source }) => source));
  const lost = [...key, ...(chosen?.distribution ?? [])].find((column) => !carried.has(column));
  if (lost === undefined) return null;
  return refusal(
    text(
      `The column ${lost} of the key of ${displayName(spec)} is not among those that are carried`,
      `${displayName(spec)} 的主键列或分布键 ${lost} 不在迁移的列中`,
    ),
    text('Select the column, or choose other primary key columns.', '请选择该列，或改选其他主键列。'),
  );
}

function withoutEquality({ spec, table, key }: Designed): Refusal | null {
  const column = table.columns.find(({ source, type }) => key.includes(source) && keyType(type) === null);
  if (column === undefined) return null;
  return refusal(
    text(
      `The key column ${column.source} of ${displayName(spec)} is a floating point number, which SelectDB takes for no key`,
      `${displayName(spec)} 的主键列 ${column.source} 为浮点类型，SelectDB 不允许作为键`,
    ),
    text(
      'Choose other primary key columns or the engine duplicate, or make the column numeric at the source.',
      '请改选其他主键列或 duplicate 引擎，或在源库将该列改为 numeric 类型。',
    ),
  );
}

function notOfKey({ spec, engine, key, chosen }: Designed): Refusal | null {
  const stranger = engine === 'unique' ? chosen?.distribution?.find((column) => !key.includes(column)) : undefined;
  if (stranger === undefined) return null;
  return refusal(
    text(
      `${stranger} is to distribute ${displayName(spec)} and is no column of its key`,
      `${displayName(spec)} 的分布键 ${stranger} 不是主键列`,
    ),
    text('Choose the distribution key out of the primary key columns.', '请从主键列中选择分布键。'),
  );
}

/** Columns are told apart by their letters alone, whatever their case. */
function takenName({ spec, table, engine }: Designed): Refusal | null {
  const names = [...(engine === 'duplicate' ? CHANGE_COLUMNS : []), ...table.columns.map(({ destination }) => destination)];
  const folded = names.map((name) => name.toLowerCase());
  const twice = names.find((name, index) => folded.indexOf(name.toLowerCase()) < index);
  if (twice === undefined) return columnless(table, spec);
  const own = CHANGE_COLUMNS.find((name) => name === twice.toLowerCase());
  return refusal(
    own === undefined || engine === 'unique'
      ? text(
          `${displayName(spec)} would have two columns ${twice}: SelectDB does not tell upper case from lower case`,
          `${displayName(spec)} 会出现两个同名列 ${twice}：SelectDB 的列名不区分大小写`,
        )
      : text(
          `${displayName(spec)} has a column ${twice}, the name of one that the duplicate engine adds`,
          `${displayName(spec)} 的列 ${twice} 与 duplicate 引擎附加的列同名`,
        ),
    text('Give the column another name in Configure Objects.', '请在“配置任务对象”中为该列映射其他名称。'),
  );
}

function columnless(table: TablePlan, spec: TableSpec): Refusal | null {
  if (table.columns.length > 0) return null;
  return refusal(
    text(`${displayName(spec)} has no column to carry`, `${displayName(spec)} 没有可迁移的列`),
    text('Leave the table out.', '请不选择该表。'),
  );
}

function refusal(cause: Text, fix: Text): Refusal {
  return { cause, fix };
}
