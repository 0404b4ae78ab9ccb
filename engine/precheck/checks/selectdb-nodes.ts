import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoSelectDb, serverName } from '../selected.ts';

export const selectdbNodes = defineCheck({
  code: 'SELECTDB_NODES',
  title: text('Backends of the Destination', '目标库BE节点状态'),
  about: text(
    'Whether the backends of the cluster are alive: rows have nowhere to go otherwise.',
    '检查集群的 BE 节点是否存活：否则数据无处写入。',
  ),
  severity: 'fail',
  when: intoSelectDb(),
  run: async (context) => {
    const { backends } = await context.selectdbFacts();
    const subject = serverName(context.config.destination);
    // An account that may not see them writes all the same.
    if (backends === null || backends.alive > 0) return [];
    return [
      {
        subject,
        cause: text(
          `None of the ${backends.total} backends (BE) of the destination is alive: nothing can be made or loaded`,
          `目标库的 ${backends.total} 个BE节点均未存活，无法建表或写入数据`,
        ),
        fix: text('Start the backends (SHOW BACKENDS tells why they are not alive).', '请启动BE节点（可通过 SHOW BACKENDS 查看原因）。'),
      },
    ];
  },
});
