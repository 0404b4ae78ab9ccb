import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgObjectVersion = defineCheck({
  code: 'PG_OBJECT_VERSION',
  title: text('Objects the Destination Is Too Old For', '目标库版本不支持的对象'),
  about: text(
    'Selected objects that the destination’s version does not know. They are left out, and named here.',
    '列出目标库版本不支持的所选对象，这些对象不会迁移。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => (await leftOutFor(context, 'version')).map(leftOutProblem),
});
