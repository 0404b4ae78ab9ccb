import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

/** What no destination takes as it is: C functions, foreign tables, base types, invalid indexes and the like. */
export const pgObjectUnsupported = defineCheck({
  code: 'PG_OBJECT_UNSUPPORTED',
  title: text('Objects That Cannot Be Migrated', '不支持迁移的对象'),
  about: text(
    'Selected objects of a kind that no destination can take. They are left out, and named here.',
    '列出任何目标库都无法接收的所选对象，这些对象不会迁移。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => (await leftOutFor(context, 'unsupported')).map(leftOutProblem),
});
