import { insertsAlone } from '../../plan/inserts-alone.ts';
import { TEN } from '../../postgres/before-10.ts';
import { displayName, type TableSpec } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { computesWhenRead, filterLacksRow, fullIdentity, fullIdentitySql, hasIdentity } from '../identity.ts';
import { isIncremental, selectedTables } from '../selected.ts';

const REFUSED = text(
  'the source refuses every UPDATE and DELETE on it, also those of your applications',
  '源库会拒绝对该表的所有 UPDATE 和 DELETE，包括业务应用的操作',
);
/** Without publications nothing is refused. */
const UNTOLD = text(
  'the log does not say which row an UPDATE or DELETE on it is of, and the task stops there',
  '日志无法标识对该表的 UPDATE 和 DELETE 所对应的行，任务会在该处停止',
);

/** A warning: who ignores it leaves the identity to the task (`firstPlan`). */
export const pgReplicaIdentity = defineCheck({
  code: 'PG_REPLICA_IDENTITY',
  title: text('Replica Identity of the Selected Tables', '所选表的复制标识'),
  about: text(
    'Whether the log can name the changed row of each table. Where it cannot, the source refuses UPDATE and DELETE on a followed table.',
    '检查日志能否标识每张表中变更的行：若不能，源库会拒绝对该表的 UPDATE 和 DELETE。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const [{ version }, selected] = await Promise.all([context.sourceFacts(), selectedTables(context)]);
    const outcome = version < TEN ? UNTOLD : REFUSED;
    return selected
      .filter((table) => table.plan.hasRows && !insertsAlone(table.plan) && !hasIdentity(table.spec))
      .filter((table) => !filterLacksRow(table) && !computesWhenRead(table.spec))
      .map(({ spec }) => {
        const name = displayName(spec);
        const why = reason(spec);
        return {
          subject: name,
          cause: text(
            `${name} has ${why.en}: once its changes are followed, ${outcome.en}`,
            `${name} ${why.zh}：开始增量迁移后，${outcome.zh}`,
          ),
          fix: text(
            'Run the statement at the source before the task starts; each change then also writes the old row to the log. Or give the table a primary key. Or ignore this: the task then sets REPLICA IDENTITY FULL itself when it first runs, and sets it back when it is released.',
            '请在任务启动前于源库执行该语句（此后每次变更会将旧行写入日志），或为表添加主键。也可忽略该项：任务首次运行时会自动设置 REPLICA IDENTITY FULL，并在释放时恢复。',
          ),
          fixSql: fullIdentitySql(spec),
          remedy: fullIdentity(spec),
        };
      });
  },
});

function reason({ replicaIdentity, constraints }: TableSpec): Text {
  if (replicaIdentity === 'nothing') return text('REPLICA IDENTITY NOTHING', '的复制标识为 NOTHING');
  if (replicaIdentity === 'index') return text('a replica identity whose index is gone or invalid', '的复制标识所用索引已不存在或无效');
  if (constraints.some(({ kind }) => kind === 'primary'))
    return text('a DEFERRABLE primary key, which is no replica identity', '的主键为 DEFERRABLE，不能作为复制标识');
  return text('no primary key and the default replica identity', '没有主键，且复制标识为默认值');
}
