import { type Text, text } from '../text.ts';

/** Why a column cannot have the type that a person gave it. */
export const COMPUTED = text(
  'it is computed from other columns, and has the type of what it is computed by',
  '该列由其他列计算得出，类型由其表达式决定',
);

export const NEVER = text('its values do not become values of that type', '其值无法转换为该类型');

export const KEY = text(
  'it is a column of a key, and the type might not tell all of its values apart: a key takes a wider type of its kind (integer to bigint, varchar(20) to text)',
  '该列属于键，该类型可能无法区分其所有值：键列只能改为同类的更宽类型（如 integer 改为 bigint，varchar(20) 改为 text）',
);

export const KEYLESS = text(
  'its table has no key, so that changed rows are found by all columns: they take types that hold every value as it is',
  '该表没有键，变更的行依靠所有列定位：各列只能改为可原样存放所有值的类型',
);

export const TYPED = text(
  'its table is made of a composite type, which says the types of its columns',
  '该表由复合类型创建，列类型由复合类型决定',
);

export const INHERITED = text(
  'its table inherits from another, or others from it, and their columns have one type',
  '该表存在继承关系，父子表的列类型必须一致',
);

export const PARENT = text(
  'partitions have the types of their parent: give it to the column of the partitioned table',
  '分区的列类型须与父表一致：请在分区表上设置',
);

export const PARTITION_KEY = text('its table is partitioned by it', '该列为分区键');

export const IDENTITY = text(
  'it numbers itself, which only smallint, integer and bigint do',
  '该列为自增标识列，只能为 smallint、integer 或 bigint',
);

export const FOREIGN = text(
  'a foreign key compares it with a column of another table: it takes another integer type, or another of varchar and text',
  '该列由外键与其他表的列比较：只能在整数类型之间，或在 varchar 与 text 之间更改',
);

export const DEFAULT = text('its default is none of the type', '其默认值无法用于该类型');

export function readBy(names: readonly string[]): Text {
  return text(
    `what is made over its type at the source reads it: ${names.join(', ')}`,
    `以下对象基于其源库类型引用该列：${names.join('、')}`,
  );
}
