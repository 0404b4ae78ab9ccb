import type { TablePlan } from '../../plan/plan.ts';
import { type ColumnSpec, displayName, type TableSpec } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import type { Remark } from '../remark.ts';
import { defaultClause } from './default.ts';
import { type Loss, selectDbType } from './types.ts';

const KEEP = text('Nothing is lost. Cast it in queries where it is compared.', '数据不会丢失；查询中需要比较时请自行转换类型。');

const LOSSES: Readonly<Record<Loss, { readonly about: Text; readonly fix: Text }>> = {
  json: {
    about: text(
      'becomes JSON: numbers with a fraction are kept as 64-bit floating point, and order of keys, spaces and repeated keys are not kept; keys are 255 bytes at most',
      '将转换为 JSON：带小数的数值以64位浮点数保存，键的顺序、空白和重复键不保留，键名最长255字节',
    ),
    fix: text(
      'If every digit matters, make the table in SelectDB beforehand with a STRING column, and choose Ignore Errors and Proceed.',
      '若需保留全部精度，请预先在 SelectDB 中以 STRING 列建表，并选择“忽略报错并继续执行”。',
    ),
  },
  'number-as-text': {
    about: text(
      'has no precision, or more than 38 digits, and becomes STRING: every digit is kept, but it compares and sorts as text',
      '未指定精度或超过38位，将转换为 STRING：保留全部数字，但按文本比较和排序',
    ),
    fix: text(
      'Give the column a precision of 38 digits at most at the source, or cast it in queries.',
      '请在源库为该列指定不超过38位的精度，或在查询中转换类型。',
    ),
  },
  'array-as-text': {
    about: text(
      'becomes STRING that holds the array as PostgreSQL writes it: {1,2,NULL}',
      '将转换为 STRING，按 PostgreSQL 的文本格式保存数组：{1,2,NULL}',
    ),
    fix: KEEP,
  },
  'range-as-text': {
    about: text(
      'becomes STRING that holds the range as PostgreSQL writes it: [1,10)',
      '将转换为 STRING，按 PostgreSQL 的文本格式保存范围：[1,10)',
    ),
    fix: KEEP,
  },
  'value-as-text': {
    about: text(
      'is of a type of its own and becomes STRING that holds values as PostgreSQL writes them',
      '为自定义类型，将转换为 STRING，按 PostgreSQL 的文本格式保存',
    ),
    fix: KEEP,
  },
  'label-order': {
    about: text(
      'is an enum and becomes VARCHAR: labels compare by their letters, not in their declared order, and any text is taken',
      '为枚举类型，将转换为 VARCHAR：按字母顺序比较，而非声明顺序，且不再限制取值',
    ),
    fix: KEEP,
  },
};

/** What of a table is another thing in SelectDB than at the source. */
export function remarksOf(table: TablePlan, spec: TableSpec): readonly Remark[] {
  return [
    ...spec.columns.flatMap((column) => columnRemarks(table, spec, column)),
    ...keyRemarks(table, spec).map((remark) => ({ ...remark, topic: 'key' as const, table: table.id, subject: displayName(spec) })),
  ];
}

type Said = Pick<Remark, 'about' | 'fix'>;

function columnRemarks(table: TablePlan, spec: TableSpec, column: ColumnSpec): readonly Remark[] {
  const subject = `${displayName(spec)}.${column.name}`;
  const remark = (topic: Remark['topic'], said: Said): Remark => ({ topic, table: table.id, subject, ...said });
  if (column.generated !== 'no') return [remark('column', GENERATED)];
  const plan = table.columns.find(({ source }) => source === column.name);
  if (plan === undefined || table.origin === 'existing') return [];
  const { loss } = selectDbType(column);
  const lost = defaultClause(column.default, { type: plan.type, source: column.type }).kind === 'lost';
  return [...(loss === null ? [] : [remark('type', LOSSES[loss])]), ...(lost ? [remark('default', LOST_DEFAULT)] : [])];
}

const LOST_DEFAULT: Said = {
  about: text('the default has no counterpart in SelectDB and is left out', '默认值在 SelectDB 中没有对应写法，不会迁移'),
  fix: text(
    'Rows of the task bring their values. Who writes to the table in SelectDB has to give one.',
    '任务写入的数据自带取值；直接在 SelectDB 写入时需自行给出该列的值。',
  ),
};

/** The log does not bring them before version 18, and no destination of this kind computes them as the source does. */
const GENERATED: Said = {
  about: text('a generated column is not carried', '生成列不会迁移'),
  fix: text('Compute it in queries, or in a view over the table.', '请在查询或视图中计算该列。'),
};

function keyRemarks(table: TablePlan, spec: TableSpec): readonly Said[] {
  if (table.model === undefined || table.model.refused !== undefined || table.origin === 'existing') return [];
  if (table.model.engine === 'duplicate') return [EVERY_CHANGE];
  const covered = spec.keys
    .filter(({ primary, notNull }) => primary || notNull)
    .some(({ columns }) => columns.every((each) => table.key.includes(each)));
  const identity = new Set(spec.replicaIdentity === 'full' ? spec.columns.map(({ name }) => name) : spec.identityColumns);
  const unseen = table.key.filter((column) => !identity.has(column));
  return [...(covered ? [] : [notUnique(table.key)]), ...(unseen.length === 0 ? [] : [unseenBefore(unseen)])];
}

const EVERY_CHANGE: Said = {
  about: text(
    'the duplicate engine keeps every change as a row: an update adds its new row, a delete adds one with _is_deleted = 1, and nothing is replaced',
    'Duplicate 引擎将每次变更保存为一行：更新会追加新行，删除会追加 _is_deleted = 1 的行，已有的行不会被替换',
  ),
  fix: text(
    'Take the row of the highest _record_id in queries, or add a primary key at the source and choose the engine unique.',
    '查询时请取 _record_id 最大的行；或在源库添加主键并选择 Unique 引擎。',
  ),
};

/** A key that a person chose may make one row of several. */
function notUnique(key: readonly string[]): Said {
  const columns = key.join(', ');
  return {
    about: text(
      `nothing at the source makes ${columns} unique: of rows that have the same values there, one is left in SelectDB`,
      `源库没有保证 ${columns} 唯一：取值相同的多行在 SelectDB 中只会保留一行`,
    ),
    fix: text(
      'Choose the columns of the primary key, or the engine duplicate; ignore this only if their values never repeat.',
      '请选择源表的主键列，或使用 duplicate 引擎；仅当取值确实不重复时才可忽略。',
    ),
  };
}

function unseenBefore(unseen: readonly string[]): Said {
  const columns = unseen.join(', ');
  return {
    about: text(
      `the log does not tell what ${columns} was before a row is changed or deleted, and it is part of the key: the old row would stay`,
      `键包含 ${columns}，但源库日志在更新或删除时不包含其旧值，旧行将会残留`,
    ),
    fix: text(
      'Run ALTER TABLE … REPLICA IDENTITY FULL on the table at the source, or choose the key of the source.',
      '请在源库对该表执行 ALTER TABLE … REPLICA IDENTITY FULL，或使用源表的主键。',
    ),
  };
}
