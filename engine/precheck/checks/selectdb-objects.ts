import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { KIND_WORDS } from '../left-out.ts';
import { grouped, listed } from '../names.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

/** One problem a kind: a whole schema has more of them than a person reads one by one. */
export const selectdbObjects = defineCheck({
  code: 'SELECTDB_OBJECTS',
  title: text('Objects That Are Not Migrated', '不迁移的对象'),
  about: text(
    'Selected objects that SelectDB has nothing for, such as views, functions and triggers. They stay behind, and are named here.',
    '列出 SelectDB 没有对应物的所选对象（如视图、函数、触发器），这些对象不会迁移。',
  ),
  severity: 'warn',
  when: intoSelectDb(makesStructure),
  run: async (context) => {
    const { plan } = await context.prepared();
    const others = plan.leftOut.filter(({ kind }) => kind !== 'table');
    return grouped(others, ({ kind }) => kind).flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const word = KIND_WORDS[first.kind];
      const names = listed(group.map(({ object }) => object));
      return [
        {
          subject: names.en,
          cause: text(
            `Left out (${word.en}): ${names.en}. SelectDB is given tables and their rows`,
            `不迁移的${word.zh}：${names.zh}。SelectDB 仅接收表及其数据`,
          ),
          fix: text(
            'Nothing needs to be done for the rows. Build what queries need (views, for example) in SelectDB by hand.',
            '不影响数据迁移。如查询需要（例如视图），请在 SelectDB 中手动创建。',
          ),
        },
      ];
    });
  },
});
