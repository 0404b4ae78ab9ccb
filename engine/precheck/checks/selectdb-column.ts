import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { problemsOf, remarksOn } from '../remarks.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

export const selectdbColumn = defineCheck({
  code: 'SELECTDB_COLUMN',
  title: text('Columns and Defaults That Are Not Carried', '不迁移的列与默认值'),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => problemsOf(await remarksOn(context, 'default', 'column')),
});
