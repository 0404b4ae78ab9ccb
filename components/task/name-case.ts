import type { NameCase } from '#engine/task/config.ts';
import { defineMessages } from '#lib/messages.ts';

export const NAME_CASES = ['default', 'source', 'upper', 'lower'] as const satisfies readonly NameCase[];

/** The policies of capitalization: what each is called and what it does. */
export const nameCaseMessages = defineMessages(
  {
    title: 'Capitalization of Object Names in Destination Instance',
    names: {
      default: 'DTS default policy',
      source: 'Consistent with source',
      upper: 'Consistent with default policy of destination (uppercase)',
      lower: 'Consistent with default policy of destination (lowercase)',
    } satisfies Record<NameCase, string>,
    effects: {
      default: 'Names of schemas, tables, views and sequences become lower case. Columns stay as they are.',
      source: 'All names stay as they are, columns too.',
      upper: 'Names of schemas, tables, views, sequences and columns become upper case: SQL has to quote them from then on.',
      lower: 'Names of schemas, tables, views, sequences and columns become lower case.',
    } satisfies Record<NameCase, string>,
    given: 'A new name entered for an object is kept as it was entered.',
  },
  {
    title: '目标库对象名称大小写策略',
    names: {
      default: 'DTS默认策略',
      source: '与源库保持一致',
      upper: '与目标库默认策略保持一致（大写）',
      lower: '与目标库默认策略保持一致（小写）',
    },
    effects: {
      default: '模式、表、视图和序列名称转为小写，列名保持不变。',
      source: '所有名称（包括列名）保持不变。',
      upper: '模式、表、视图、序列和列名称均转为大写，此后 SQL 中须加引号引用。',
      lower: '模式、表、视图、序列和列名称均转为小写。',
    },
    given: '为对象单独填写的新名称不受该策略影响。',
  },
);
