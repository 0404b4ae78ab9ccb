import type { PresentObject } from '../../engine.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import type { ObjectKind } from '../../schema/object.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { presentObjects } from '../../task/prepare.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import type { MadeName } from '../made-names.ts';
import { asideName } from '../names.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

/** Skipped by "Ignore Errors and Proceed" (dts.md 1.4). */
export const checkSameObj = defineCheck({
  code: 'CHECK_SAME_OBJ',
  title: text('Objects with the Same Names', '同名对象存在性'),
  about: text(
    'Whether names the task would make are taken at the destination. Making them would fail, and what is there is never overwritten.',
    '检查任务将创建的对象在目标库中是否已存在同名对象：已有对象不会被覆盖，创建会失败。',
  ),
  severity: 'fail',
  when: intoPostgres((config) => makesStructure(config) && config.conflictMode === 'precheck'),
  run: async (context) => {
    const [all, existing] = await Promise.all([context.made(), context.existing()]);
    const taken = new Set(existing.map(tableId));
    const problems = new Map<string, Problem>();
    for (const made of all) {
      const id = tableId(made.name);
      if (taken.has(id) && !problems.has(id)) problems.set(id, problemOf(made));
    }
    const others = await presentObjects(await context.prepared(), await context.destination());
    return [...problems.values(), ...others.filter(({ kind, same }) => !same && !NAMED.has(kind)).map(different)];
  },
});

/** Kinds whose names are asked for one by one above, taken or not by the same kind of object. */
const NAMED = new Set<ObjectKind>(['table', 'view', 'materialized-view', 'sequence', 'index', 'constraint', 'type', 'domain']);

/** A routine or operator that is there already is used as it is: harmless as long as it is the same. */
function different({ kind, object }: PresentObject): Problem {
  return {
    subject: object,
    cause: text(
      `The destination already has a ${kind.replaceAll('-', ' ')} ${object}, and it is not the same as the source's`,
      `目标库中已存在 ${object}，且与源库的定义不同`,
    ),
    fix: text(
      'Compare the two in the structure preview, then drop or rename the one at the destination, or leave the object out.',
      '请在结构预览中比较两者，然后删除或重命名目标库中的对象，或不选择该对象。',
    ),
  };
}

const KINDS: Readonly<Record<MadeName['kind'], { readonly word: Text; readonly sql: string }>> = {
  // ALTER TABLE also renames views and whatever else may hold the name of a table.
  table: { word: text('table', '表'), sql: 'TABLE' },
  view: { word: text('view', '视图'), sql: 'TABLE' },
  sequence: { word: text('sequence', '序列'), sql: 'SEQUENCE' },
  index: { word: text('index', '索引'), sql: 'INDEX' },
  type: { word: text('type', '类型'), sql: 'TYPE' },
};

function problemOf({ kind, name, from }: MadeName): Problem {
  const { word, sql } = KINDS[kind];
  const shown = displayName(name);
  const aside = asideName(name.name);
  const advice =
    kind === 'table'
      ? text(
          `Give the table another name in Configure Objects, leave ${from} out, or run the statement at the destination, which renames what is there to ${aside}.`,
          `请在“配置任务对象”中映射为其他名称，或不选择 ${from}，或在目标库执行该语句（将已有对象重命名为 ${aside}）。`,
        )
      : text(
          `Run the statement at the destination, which renames what is there to ${aside}, or drop it if nothing needs it.`,
          `请在目标库执行该语句（将已有对象重命名为 ${aside}），若不再需要也可删除。`,
        );
  return {
    subject: shown,
    cause: text(
      `The destination already has ${shown}, the name of the ${word.en} that the task makes ${kind === 'index' ? 'on' : 'from'} ${from}`,
      `目标库中已存在 ${shown}，与任务将为 ${from} 创建的${word.zh}同名`,
    ),
    fix: advice,
    fixSql: `ALTER ${sql} ${qualified(name)} RENAME TO ${quote(aside)};`,
  };
}
