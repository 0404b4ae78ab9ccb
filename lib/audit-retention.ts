import { readEnv } from '#lib/env.ts';
import { metadata } from '#lib/metadata/client.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = DAY_MS / 4;

/** Days that rows of the audit log are kept; null: for ever. */
export function auditDays(): number | null {
  return readEnv().auditDays;
}

/** Takes away the rows that are older than the log is kept, and says how many there were. By the store's clock, which wrote them. */
export async function dropOldAudit(days: number | null = auditDays()): Promise<number> {
  if (days === null) return 0;
  return await metadata().$executeRaw`delete from audit_entry where at < now() - make_interval(days => ${days}::int)`;
}

/** Does so now and then, until the function it returns is called. */
export function keepAuditShort(): () => void {
  // A store that is away for a moment is asked again at the next turn.
  const drop = () => void dropOldAudit().catch((error: unknown) => console.error('Old rows of the audit log could not be removed:', error));
  drop();
  const timer = setInterval(drop, EVERY_MS).unref();
  return () => clearInterval(timer);
}
