import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { problemsOf, remarksOn } from '../remarks.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

export const selectdbType = defineCheck({
  code: 'SELECTDB_TYPE',
  title: text('Values That Change Their Form', '数据类型转换'),
  about: text(
    'Columns whose values take another form at the destination, in the type that is nearest to theirs.',
    '列出在目标库中以最接近的类型存储、值的形式会改变的列。',
  ),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => problemsOf(await remarksOn(context, 'type')),
});
