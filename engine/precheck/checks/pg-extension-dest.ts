import { objectId } from '../../schema/object.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgExtensionDest = defineCheck({
  code: 'PG_EXTENSION_DEST',
  title: text('Extensions Available at the Destination', '目标库扩展可用性'),
  about: text(
    'Whether the extensions that selected objects use can be had at the destination.',
    '检查所选对象使用的扩展在目标库中是否可用。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => [...(await leftOutFor(context, 'extension')).map(leftOutProblem), ...(await older(context))],
});

/** Everything of the extension is made by the destination in its own version: what is newer at the source may be missing. */
async function older(context: CheckContext): Promise<readonly Problem[]> {
  const [{ structure }, { extensions }] = await Promise.all([context.prepared(), context.sourceFacts()]);
  if (structure === null) return [];
  const { choice, there } = structure;
  const used = new Set([...choice.chosen, ...choice.present].map(({ id }) => id));
  return [...extensions].flatMap(([name, version]) => {
    const offered = there.extensions.get(name);
    const isUsed = used.has(objectId({ kind: 'extension', schema: null, name, table: null }));
    return isUsed && offered !== undefined && isOlder(offered, version) ? [problemOf(name, version, offered)] : [];
  });
}

/** By numbers, part by part; versions that are made of anything else are not compared. */
function isOlder(one: string, other: string): boolean {
  if (![one, other].every((version) => /^\d+(\.\d+)*$/.test(version))) return false;
  const [a, b] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = Array.from({ length: Math.max(a.length, b.length) }).findIndex((_, index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}

function problemOf(name: string, version: string, offered: string): Problem {
  return {
    subject: name,
    cause: text(
      `The source has the extension ${name} in version ${version}, the destination in ${offered}: functions and types that came in between are missing there, and objects that use them cannot be made`,
      `源库扩展 ${name} 的版本为 ${version}，目标库为 ${offered}：目标库缺少其间新增的函数和类型，使用它们的对象将无法创建`,
    ),
    fix: text(
      `Install version ${version} or later of ${name} on the destination server, or ignore this if nothing newer is used.`,
      `请在目标库服务器安装 ${version} 或更高版本的 ${name}；若未使用新增功能，可忽略该项。`,
    ),
  };
}
