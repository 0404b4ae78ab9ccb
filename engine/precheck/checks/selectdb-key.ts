import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { problemsOf, remarksOn } from '../remarks.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

export const selectdbKey = defineCheck({
  code: 'SELECTDB_KEY',
  title: text('Keys of Destination Tables', '目标表的唯一性'),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => problemsOf(await remarksOn(context, 'key')),
});
