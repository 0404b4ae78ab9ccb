import type { HoldingTransaction } from '../schema/slot.ts';
import { type Text, text } from '../text.ts';

const MINUTE_MS = 60_000;

/** What a person knows a transaction by: whose it is and since when, without its statement, which may hold values. */
export function describeTransaction({ pid, prepared, user, application, ageMs }: HoldingTransaction): Text {
  const who = [user, application].filter((part) => part !== null && part !== '').join(', ');
  const minutes = Math.floor((ageMs ?? 0) / MINUTE_MS);
  return prepared === null
    ? text(`the session ${pid} (${who}) has had a transaction open for ${minutes} min`, `会话 ${pid}（${who}）的事务已打开 ${minutes} 分钟`)
    : text(
        `the transaction prepared as ${prepared} (${who}) has been waiting for ${minutes} min`,
        `预备事务 ${prepared}（${who}）已等待 ${minutes} 分钟`,
      );
}
