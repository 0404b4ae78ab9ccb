import { literal } from '../../postgres/quote.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { describeTransaction } from '../holding.ts';
import { isIncremental } from '../selected.ts';

export const pgPreparedTransaction = defineCheck({
  code: 'PG_PREPARED_TRANSACTION',
  title: text('Prepared Transactions at the Source', '源库预备事务'),
  about: text(
    'Transactions that were prepared (PREPARE TRANSACTION) and neither committed nor rolled back. Nobody’s session has them any more, so they may stay for ever, and the task cannot begin to follow changes before they end.',
    '检查已执行 PREPARE TRANSACTION 但尚未提交或回滚的事务。此类事务不属于任何会话，可能一直存在；它们结束前任务无法开始增量迁移。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const open = await context.transactions();
    return open.flatMap((transaction) => {
      if (transaction.prepared === null) return [];
      const described = describeTransaction(transaction);
      return [
        {
          subject: transaction.prepared,
          cause: text(
            `At the source ${described.en}: the task cannot begin to follow changes before it is committed or rolled back`,
            `源库中${described.zh}：提交或回滚前任务无法开始增量迁移`,
          ),
          fix: text(
            `Have the transaction manager that prepared it end it. If nobody will, connect to the database ${transaction.database ?? ''} as its owner and run the statement (or COMMIT PREPARED).`,
            `请由发起该事务的事务管理器结束它。若已无人处理，请以其所有者连接数据库 ${transaction.database ?? ''} 并执行该语句（或 COMMIT PREPARED）。`,
          ),
          fixSql: `ROLLBACK PREPARED ${literal(transaction.prepared).trim()};`,
        },
      ];
    });
  },
});
