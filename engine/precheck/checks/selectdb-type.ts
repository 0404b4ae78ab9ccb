import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { problemsOf, remarksOn } from '../remarks.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

export const selectdbType = defineCheck({
  code: 'SELECTDB_TYPE',
  title: text('Values That Change Their Form', '数据类型转换'),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => problemsOf(await remarksOn(context, 'type')),
});
