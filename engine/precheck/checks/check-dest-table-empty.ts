import { qualified } from '../../postgres/quote.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { loadsRows, usesExisting } from '../selected.ts';

export const checkDestTableEmpty = defineCheck({
  code: 'CHECK_DEST_TABLE_EMPTY',
  title: text('Emptiness of Existing Destination Tables', '已有目标表为空'),
  severity: 'warn',
  when: (config) => loadsRows(config) && usesExisting(config),
  run: async (context) => {
    const [tables, existing] = await Promise.all([context.tables(), context.existing()]);
    const filled = new Set(existing.filter(({ empty }) => !empty).map(tableId));
    return tables
      .filter(({ hasRows, destination }) => hasRows && filled.has(tableId(destination)))
      .map(({ destination, source }) => {
        const name = displayName(destination);
        return {
          subject: name,
          cause: text(
            `${name} at the destination holds rows: where a key of a row from ${displayName(source)} is there already the destination's row stays, all others are added to what is there`,
            `目标表 ${name} 中已有数据：${displayName(source)} 中键值相同的行不会写入（保留目标库的行），其余行会追加写入`,
          ),
          fix: text(
            'Ignore this if that is what you want. Otherwise empty the table by the statement, which removes its rows at the destination for good.',
            '若符合预期可忽略该项；否则请执行该语句清空目标表，其中的数据将被永久删除。',
          ),
          fixSql: `TRUNCATE TABLE ${qualified(destination)};`,
        };
      });
  },
});
