import { connect } from '../../../postgres/connect.ts';
import { query } from '../../../postgres/query.ts';
import type { PostgresEndpoint } from '../../../task/config.ts';
import type { SourceCare } from '../../source.ts';
import { Heartbeat } from './heartbeat.ts';
import { readSlotHealth } from './slot-health.ts';
import { longTransactions } from './transactions.ts';

const SCOPE = { side: 'source' } as const;

/**
 * Opens what looks after the task's slot and publication `name` while the log is followed, on a connection of its own: neither waits
 * for the other's questions.
 */
export async function openCare(endpoint: PostgresEndpoint, name: string): Promise<SourceCare> {
  const client = await connect(endpoint, { ...SCOPE, purpose: 'care' });
  // A beat that a crash takes back does no harm, and one that waits for a standby would keep the slot from being looked at.
  await query(client, SCOPE, "select set_config('synchronous_commit', 'off', false), set_config('lock_timeout', '5s', false)");
  const heartbeat = new Heartbeat(client, name);
  return {
    beat: () => heartbeat.beat(),
    look: async (olderThanMs) => ({ slot: await readSlotHealth(client, name), transactions: await longTransactions(client, olderThanMs) }),
    [Symbol.asyncDispose]: () => client.end().catch(() => {}),
  };
}
