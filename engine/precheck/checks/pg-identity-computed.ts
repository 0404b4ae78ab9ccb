import { insertsAlone } from '../../plan/inserts-alone.ts';
import { qualified } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { computesWhenRead, filterLacksRow, hasIdentity } from '../identity.ts';
import { isIncremental, selectedTables } from '../selected.ts';

/** A server of version 18 takes no change of a published table whose identity is the whole row, where some of it is in no row. */
export const pgIdentityComputed = defineCheck({
  code: 'PG_IDENTITY_COMPUTED',
  title: text('Replica Identity of Tables with Virtual Generated Columns', '含虚拟生成列的表的复制标识'),
  about: text(
    'Tables whose rows would be found by a column that the server computes when it is read, and that is in no row of the log.',
    '检查是否以读取时计算的列来定位行：此类列不在日志中。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const selected = await selectedTables(context);
    return selected
      .filter((table) => table.plan.hasRows && !insertsAlone(table.plan) && computesWhenRead(table.spec))
      .filter((table) => table.spec.replicaIdentity === 'full' || !hasIdentity(table.spec) || filterLacksRow(table))
      .map(({ spec, plan }) => {
        const name = displayName(spec);
        const keyed = plan.where === null && spec.constraints.some(({ kind }) => kind === 'primary');
        return {
          subject: name,
          cause: text(
            `${name} has a virtual generated column, and its changes can be followed by whole rows only: the source would refuse every UPDATE and DELETE on it, also those of your applications`,
            `${name} 含有虚拟生成列，且只能按整行跟踪其变更：开始增量迁移后，源库会拒绝对该表的所有 UPDATE 和 DELETE，包括业务应用的操作`,
          ),
          fix: keyed
            ? text(
                'Run the statement at the source: the primary key then tells the rows apart.',
                '请在源库执行该语句，使复制标识改为主键。',
              )
            : text(
                'Give the table a primary key and the default replica identity and remove its filter, make the column STORED, or leave the table out.',
                '请为该表添加主键并使用默认复制标识、去掉过滤条件，或将该列改为 STORED，或不迁移该表。',
              ),
          ...(keyed ? { fixSql: `ALTER TABLE ${qualified(spec)} REPLICA IDENTITY DEFAULT;` } : {}),
        };
      });
  },
});
