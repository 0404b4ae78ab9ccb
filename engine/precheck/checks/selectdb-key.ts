import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { problemsOf, remarksOn } from '../remarks.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

export const selectdbKey = defineCheck({
  code: 'SELECTDB_KEY',
  title: text('Keys of Destination Tables', '目标表的唯一性'),
  about: text(
    'Whether the key that a table gets at the destination tells its rows apart: rows of one key overwrite each other there.',
    '检查目标表的主键能否区分每一行：键相同的行会互相覆盖。',
  ),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => problemsOf(await remarksOn(context, 'key')),
});
