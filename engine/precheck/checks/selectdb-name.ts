import type { SelectDbFacts } from '../../destination/facts.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { grouped } from '../names.ts';
import { type NameKind, nameFault, proposedName } from '../selectdb-names.ts';
import { intoSelectDb } from '../selected.ts';

export const selectdbName = defineCheck({
  code: 'SELECTDB_NAME',
  title: text('Names at the Destination', '目标库对象命名规则'),
  about: text(
    'Whether the names are ones that SelectDB takes: their letters, their length, and names that differ in their case only.',
    '检查名称是否符合 SelectDB 的规则：字符、长度，以及仅大小写不同的名称。',
  ),
  severity: 'fail',
  when: intoSelectDb(),
  run: async (context) => {
    const [facts, tables] = await Promise.all([context.selectdbFacts(), context.tables()]);
    const schemas = grouped(tables, ({ destination }) => destination.schema).map(([name]) => name);
    return [
      ...schemas.flatMap((name) => problemOf(facts, { kind: 'database', name, subject: name })),
      ...tables.flatMap((table) => tableProblems(facts, table)),
      ...(facts.foldsNames ? folded(tables) : []),
    ];
  },
});

function tableProblems(facts: SelectDbFacts, { source, destination, columns }: TablePlan): readonly Problem[] {
  return [
    ...problemOf(facts, { kind: 'table', name: destination.name, subject: displayName(source) }),
    ...columns.flatMap((column) =>
      problemOf(facts, { kind: 'column', name: column.destination, subject: `${displayName(source)}.${column.source}` }),
    ),
  ];
}

const WORDS: Readonly<Record<NameKind, Text>> = {
  database: text('database', '数据库'),
  table: text('table', '表'),
  column: text('column', '列'),
};

const FAULTS = {
  letter: text('it has to begin with a letter', '名称必须以字母开头'),
  characters: text('it has characters that the server does not take', '名称包含服务器不支持的字符'),
  length: text('it is too long', '名称过长'),
  reserved: text('it is reserved for the server itself', '该名称为系统保留'),
};

function problemOf(
  facts: SelectDbFacts,
  { kind, name, subject }: { readonly kind: NameKind; readonly name: string; readonly subject: string },
): readonly Problem[] {
  const fault = nameFault(kind, name, facts);
  if (fault === null) return [];
  const proposal = proposedName(kind, name, facts);
  const word = WORDS[kind];
  return [
    {
      subject,
      cause: text(
        `SelectDB takes no ${word.en} called ${name}: ${FAULTS[fault].en}`,
        `SelectDB 不接受名为 ${name} 的${word.zh}：${FAULTS[fault].zh}`,
      ),
      fix: text(
        `Map it to another name in Configure Objects, for example ${proposal}.`,
        `请在“配置任务对象”中映射为其他名称，例如 ${proposal}。`,
      ),
    },
  ];
}

/** Equal ones are told of by the item on distinct names. */
function folded(tables: readonly TablePlan[]): readonly Problem[] {
  return grouped(tables, ({ destination }) => tableId(destination).toLowerCase()).flatMap(([, group]) => {
    const names = [...new Set(group.map(({ destination }) => displayName(destination)))];
    if (names.length < 2) return [];
    return [
      {
        subject: names.join(', '),
        cause: text(
          `${names.join(' and ')} would be one table: the server does not tell upper case from lower case (lower_case_table_names)`,
          `${names.join('、')} 会成为同一个表：服务器不区分大小写（lower_case_table_names）`,
        ),
        fix: text('Map one of them to another name in Configure Objects.', '请在“配置任务对象”中将其中之一映射为其他名称。'),
      },
    ];
  });
}
