import { displayName, tableId } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { excludeEachOther, type MadeName } from '../made-names.ts';
import { grouped } from '../names.ts';
import { always, type SelectedTable, selectedTables } from '../selected.ts';

export const pgNameCollision = defineCheck({
  code: 'PG_NAME_COLLISION',
  title: text('Distinct Names at the Destination', '目标库对象名称冲突'),
  about: text(
    'Whether several selected objects would get one name at the destination, after renaming and capitalization.',
    '检查映射和大小写转换后是否有多个对象在目标库中同名。',
  ),
  severity: 'fail',
  when: always,
  run: async (context) => {
    const selected = await selectedTables(context);
    const made = grouped(await context.made(), ({ name }) => tableId(name));
    return [...made.flatMap(([, names]) => clashing(names)), ...selected.flatMap(columnProblems)];
  },
});

const KINDS: Readonly<Record<MadeName['kind'], (from: string) => Text>> = {
  table: (from) => text(`the table ${from}`, `表 ${from}`),
  view: (from) => text(`the view ${from}`, `视图 ${from}`),
  sequence: (from) => text(`the sequence ${from}`, `序列 ${from}`),
  type: (from) => text(`the type ${from}`, `类型 ${from}`),
  index: (from) => text(`an index or key of ${from}`, `${from} 的索引或键`),
};

function clashing(names: readonly MadeName[]): readonly Problem[] {
  const found = names.filter((one) => names.some((other) => other !== one && excludeEachOther(one, other)));
  const [first] = found;
  if (first === undefined) return [];
  const shown = displayName(first.name);
  const sides = found.map(({ kind, from }) => KINDS[kind](from));
  return [
    {
      subject: shown,
      cause: text(
        `${sides.map(({ en }) => en).join(' and ')} would all be named ${shown} at the destination, where a name can be given once`,
        `${sides.map(({ zh }) => zh).join('、')}在目标库中都将命名为 ${shown}，而名称不能重复`,
      ),
      fix: found.every(({ kind }) => kind === 'table')
        ? text('Map the tables to different names in Configure Objects.', '请在“配置任务对象”中将这些表映射为不同的名称。')
        : text(
            'Map one of the schemas or tables to a different name in Configure Objects, or rename one of the objects at the source.',
            '请在“配置任务对象”中将其中一个模式或表映射为其他名称，或在源库中重命名其中一个对象。',
          ),
    },
  ];
}

/** Generated columns keep their names. */
function columnProblems({ plan, spec }: SelectedTable): readonly Problem[] {
  const generated = spec.columns.filter((column) => column.generated !== 'no');
  const names = [...plan.columns, ...generated.map(({ name }) => ({ source: name, destination: name }))];
  return grouped(names, ({ destination }) => destination)
    .filter(([, columns]) => columns.length > 1)
    .map(([name, columns]) => {
      const table = displayName(plan.destination);
      const from = columns.map(({ source }) => source);
      return {
        subject: `${table}.${name}`,
        cause: text(
          `The columns ${from.join(' and ')} of ${displayName(spec)} would both be named ${name} in ${table}`,
          `${displayName(spec)} 的列 ${from.join('、')}在目标表 ${table} 中都将命名为 ${name}`,
        ),
        fix: text('Map the columns to different names in Configure Objects.', '请在“配置任务对象”中将这些列映射为不同的名称。'),
      };
    });
}
