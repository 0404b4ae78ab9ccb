import type { LeftOut } from '../../schema/object.ts';
import { tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgObjectDepends = defineCheck({
  code: 'PG_OBJECT_DEPENDS',
  title: text('Objects Without What They Need', '缺少依赖的对象'),
  about: text(
    'Whether what the selected objects need (types, functions, sequences, tables) comes along. Without it they cannot be made.',
    '检查所选对象所依赖的类型、函数、序列、表等是否一并迁移：缺少依赖的对象无法创建。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => {
    const told = await toldOfParent(context);
    return (await leftOutFor(context, 'depends', 'column')).filter((object) => !told(object)).map(leftOutProblem);
  },
});

/** A foreign key whose parent was not selected has an item of its own (PG_FOREIGN_KEY_PARENT). */
async function toldOfParent(context: CheckContext): Promise<(object: LeftOut) => boolean> {
  const [tables, { objects }] = await Promise.all([context.tables(), context.catalog()]);
  const planned = new Set(tables.map(({ id }) => id));
  const byId = new Map(objects.map((object) => [object.id, object]));
  return ({ kind, id }) => {
    const required = kind === 'foreign-key' ? (byId.get(id)?.requires ?? []) : [];
    return required.some((each) => {
      const parent = byId.get(each);
      return parent?.kind === 'table' && !planned.has(tableId({ schema: parent.schema ?? '', name: parent.name }));
    });
  };
}
