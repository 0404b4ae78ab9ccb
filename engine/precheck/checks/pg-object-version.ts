import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgObjectVersion = defineCheck({
  code: 'PG_OBJECT_VERSION',
  title: text('Objects the Destination Is Too Old For', '目标库版本不支持的对象'),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => (await leftOutFor(context, 'version')).map(leftOutProblem),
});
