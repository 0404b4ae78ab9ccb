import type { TablePlan } from '../../plan/plan.ts';
import { qualified } from '../../postgres/quote.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { families } from '../families.ts';
import { exampleKeys, type Overlap, summed } from '../overlap.ts';
import { ignoresDifferences, intoPostgres, loadsRows, selectedTables, usesExisting } from '../selected.ts';

/** Only "Ignore Errors and Proceed" writes into tables that hold rows. */
export const checkDestTableEmpty = defineCheck({
  code: 'CHECK_DEST_TABLE_EMPTY',
  title: text('Emptiness of Existing Destination Tables', '已有目标表为空'),
  about: text(
    'Whether destination tables hold rows before the task begins. They would mix with those that arrive.',
    '检查目标表在任务开始前是否已有数据：已有数据会与迁移的数据混在一起。',
  ),
  severity: (config) => (ignoresDifferences(config) ? 'warn' : 'fail'),
  when: intoPostgres((config) => loadsRows(config) && usesExisting(config)),
  run: async (context) => {
    const ignores = ignoresDifferences(context.config);
    const [selected, existing] = await Promise.all([selectedTables(context), context.existing()]);
    const taken = new Set(existing.filter(({ empty }) => !empty).map(tableId));
    // Rows of partitions are told with their root, which has them too; it may have others of its own there.
    const filled = families(selected.filter(({ plan }) => taken.has(tableId(plan.destination))));
    if (!ignores) return filled.map(({ head }) => refused(head.plan));
    const { there } = await context.overlaps();
    return filled.map(({ head, tables }) => mixed(head.plan, summed(tables.flatMap(({ plan }) => there.get(plan.id) ?? []))));
  },
});

function mixed({ destination, source }: TablePlan, overlap: Overlap | null): Problem {
  const name = displayName(destination);
  const seen = overlap === null || overlap.looked === 0 ? text('', '') : figures(overlap);
  return {
    subject: name,
    cause: text(
      `${name} at the destination holds rows: where a key of a row from ${displayName(source)} is there already the destination's row stays, all others are added to what is there${seen.en}`,
      `目标表 ${name} 中已有数据：${displayName(source)} 中键值相同的行不会写入（保留目标库的行），其余行会追加写入${seen.zh}`,
    ),
    fix: text(
      'Ignore this if that is what you want. Otherwise empty the table by the statement, which removes its rows at the destination for good.',
      '若符合预期可忽略该项；否则请执行该语句清空目标表，其中的数据将被永久删除。',
    ),
    fixSql: `TRUNCATE TABLE ${qualified(destination)};`,
  };
}

/** How many rows that comes to. */
function figures(overlap: Overlap): Text {
  const [found, examples] = [overlap.found.length, overlap.found.length === 0 ? '' : ` (${exampleKeys(overlap)})`];
  return text(
    `. Of ${overlap.looked} keys that were looked at ${found} ${found === 1 ? 'is' : 'are'} there${examples}`,
    `。抽查的 ${overlap.looked} 个键值中有 ${found} 个已存在${examples}`,
  );
}

function refused({ destination, source }: TablePlan): Problem {
  const name = displayName(destination);
  return {
    subject: name,
    cause: text(
      `${name} at the destination holds rows, and the rows of ${displayName(source)} would be added to them`,
      `目标表 ${name} 中已有数据，${displayName(source)} 的数据将追加写入其中`,
    ),
    fix: text(
      'Map the table to another name, or choose Ignore Errors and Proceed, which keeps the rows that are there. Or empty the table by the statement, which removes its rows at the destination for good.',
      '请将该表映射为其他名称，或选择“忽略报错并继续执行”（保留目标库已有的行），或执行该语句清空目标表，其中的数据将被永久删除。',
    ),
    fixSql: `TRUNCATE TABLE ${qualified(destination)};`,
  };
}
