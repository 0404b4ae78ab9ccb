import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

/** What no destination takes as it is: C functions, foreign tables, base types, invalid indexes and the like. */
export const pgObjectUnsupported = defineCheck({
  code: 'PG_OBJECT_UNSUPPORTED',
  title: text('Objects That Cannot Be Migrated', '不支持迁移的对象'),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => (await leftOutFor(context, 'unsupported')).map(leftOutProblem),
});
