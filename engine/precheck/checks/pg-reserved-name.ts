import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck } from '../check.ts';
import { grouped, listed } from '../names.ts';
import { intoPostgres, makesStructure, selectedTables } from '../selected.ts';

/**
 * A definition as the source prints it quotes what is reserved there, and a function body what its author thought of: a column named
 * `system_user` read by a view of version 15 is, at version 16, the user of the session. Statements of this tool quote every name.
 */
export const pgReservedName = defineCheck({
  code: 'PG_RESERVED_NAME',
  title: text('Names That Are Reserved at the Destination', '目标库保留字'),
  about: text(
    'Names that are reserved words at one side only: applications must quote them there.',
    '检查仅在一侧为保留字的名称：应用在该侧须加引号使用。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => {
    const [source, destination] = await Promise.all([context.sourceFacts(), context.destinationFacts()]);
    const news = new Set([...destination.reservedWords].filter((word) => !source.reservedWords.has(word)));
    if (news.size === 0 || !(await hasDefinitions(context))) return [];
    const found = (await names(context)).filter(({ name }) => news.has(name));
    return grouped(found, ({ name }) => name).map(([word, group]) => {
      const places = listed([...new Set(group.map(({ label }) => label))]);
      return {
        subject: word,
        cause: text(
          `${word} names ${places.en} and is a reserved word at the destination, though not at the source: views and functions that use the name without quotes fail there, or mean something else`,
          `${word} 是 ${places.zh} 的名称，在目标库中却是保留字（源库中不是）：未加引号使用该名称的视图和函数在目标库中会失败或含义改变`,
        ),
        fix: text(
          'Map it to another name in Configure Objects, quote it in the definitions at the source, or ignore this if no selected view or function uses it.',
          '请在“配置任务对象”中将其映射为其他名称，或在源库的定义中为其加上引号；若所选视图和函数未使用该名称，可忽略该项。',
        ),
      };
    });
  },
});

async function names(context: CheckContext): Promise<readonly { readonly name: string; readonly label: string }[]> {
  const selected = await selectedTables(context);
  return selected.flatMap(({ spec }) => [
    { name: spec.name, label: displayName(spec) },
    ...spec.columns.map(({ name }) => ({ name, label: `${displayName(spec)}.${name}` })),
  ]);
}

/** Whether anything is made whose text is not this tool's own. */
async function hasDefinitions(context: CheckContext): Promise<boolean> {
  const { structure } = await context.prepared();
  const kinds = new Set(['view', 'materialized-view', 'function', 'procedure', 'rule', 'policy', 'trigger', 'index', 'constraint']);
  return (structure?.choice.chosen ?? []).some(({ kind }) => kinds.has(kind));
}
