import { text } from '../../text.ts';
import { type Check, defineCheck } from '../check.ts';
import { describeTransaction } from '../holding.ts';
import { isIncremental } from '../selected.ts';

const LONG_MS = 5 * 60_000;

/** `olderThanMs`: from when on a transaction is long. */
export function longTransactionCheck(olderThanMs: number): Check {
  return defineCheck({
    code: 'PG_LONG_TRANSACTION',
    title: text('Long Transactions at the Source', '源库长事务'),
    about: text(
      'Sessions of the source whose transaction has been open for more than five minutes. The replication slot can begin only where no transaction is open that has written, so the task waits for these before it reads anything.',
      '检查源库中打开超过 5 分钟的事务。复制槽须等待所有已写入数据的事务结束后才能创建，任务会在读取数据前一直等待。',
    ),
    severity: 'warn',
    when: isIncremental,
    run: async (context) => {
      const open = await context.transactions();
      return open
        .filter(({ pid, writes, ageMs }) => pid !== null && writes && (ageMs ?? 0) >= olderThanMs)
        .map((transaction) => {
          const described = describeTransaction(transaction);
          return {
            subject: String(transaction.pid),
            cause: text(
              `At the source ${described.en} and has written: the task cannot begin to follow changes before it ends`,
              `源库中${described.zh}且已写入数据：该事务结束前任务无法开始增量迁移`,
            ),
            fix: text(
              'Let it end (commit or roll back), or end the session with the statement, which takes back what it wrote.',
              '请提交或回滚该事务，或执行该语句终止会话（其未提交的修改会被回滚）。',
            ),
            fixSql: `SELECT pg_terminate_backend(${transaction.pid});`,
          };
        });
    },
  });
}

export const pgLongTransaction = longTransactionCheck(LONG_MS);
