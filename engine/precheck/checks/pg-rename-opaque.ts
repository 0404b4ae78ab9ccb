import { objectLabel } from '../../schema/object.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { KIND_WORDS, leftOutFor, leftOutProblem } from '../left-out.ts';
import { listed } from '../names.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgRenameOpaque = defineCheck({
  code: 'PG_RENAME_OPAQUE',
  title: text('Objects That Depend on Renamed Objects', '依赖已改名对象的对象'),
  about: text(
    'Functions and views that name renamed objects in text nobody can rewrite safely: they would look for the old name.',
    '检查函数等是否在无法安全改写的文本中引用了被重命名的对象：它们仍会查找旧名称。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => [...(await leftOutFor(context, 'rename')).map(leftOutProblem), ...(await mentioning(context))],
});

/** SQL inside strings is text to the server: it is made as it is, and fails when it runs. */
async function mentioning(context: CheckContext): Promise<readonly Problem[]> {
  const { structure } = await context.prepared();
  if (structure === null) return [];
  return structure.writer.opaque(structure.choice).map(({ object, names }) => {
    const label = objectLabel(object);
    const word = KIND_WORDS[object.kind];
    const mentioned = listed([...new Set(names)]);
    return {
      subject: label,
      cause: text(
        `The body of the ${word.en} ${label} is text that names cannot be changed in; it mentions ${mentioned.en}, named otherwise at the destination, and may fail when it runs`,
        `${word.zh} ${label} 的函数体是文本，其中的名称无法改写；它引用了在目标库中已改名的 ${mentioned.zh}，执行时可能失败`,
      ),
      fix: text(
        'Correct the names in its body at the destination after the structure was made (CREATE OR REPLACE), keep the old names in Configure Objects, or ignore this if the words mean something else there.',
        '请在结构迁移后于目标库修改函数体中的名称（CREATE OR REPLACE），或在“配置任务对象”中保留原名称；若文本中的词另有所指，可忽略该项。',
      ),
    };
  });
}
