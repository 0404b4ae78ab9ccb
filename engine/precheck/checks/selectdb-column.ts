import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { problemsOf, remarksOn } from '../remarks.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

export const selectdbColumn = defineCheck({
  code: 'SELECTDB_COLUMN',
  title: text('Columns and Defaults That Are Not Carried', '不迁移的列与默认值'),
  about: text(
    'Selected columns, defaults and computed columns that SelectDB has no form for: they are left out, and named here.',
    '列出 SelectDB 无法表示的列、默认值和计算列：这些内容不会迁移。',
  ),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => problemsOf(await remarksOn(context, 'default', 'column')),
});
