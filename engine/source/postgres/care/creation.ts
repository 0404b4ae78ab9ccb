import type pg from 'pg';
import type { HoldingTransaction } from '../../../schema/slot.ts';
import { awaitedTransactions } from './transactions.ts';

const FIRST_LOOK_MS = 1_000;
const LOOK_MS = 2_000;

/** Told each time it changes for whom the making of a slot waits; at last with nobody, if there was anybody. */
export type WaitsFor = (transactions: readonly HoldingTransaction[]) => void;

/**
 * A slot begins where no transaction is open that was writing before, and the server waits for them without a word: for hours behind
 * a session that somebody forgot. Looked at from another connection, `client`.
 */
export async function watchCreation<T>(
  client: pg.ClientBase,
  { slot, tell }: { readonly slot: string; readonly tell: WaitsFor },
  create: () => Promise<T>,
): Promise<T> {
  let told = '';
  let timer: NodeJS.Timeout | null = null;
  let over = false;
  const look = async () => {
    const transactions = await awaitedTransactions(client, slot).catch(() => []);
    const names = transactions.map(({ pid, prepared }) => pid ?? prepared).join();
    if (!over && names !== told) tell(transactions);
    if (!over) told = names;
    if (!over) timer = setTimeout(() => void look(), LOOK_MS);
  };
  timer = setTimeout(() => void look(), FIRST_LOOK_MS);
  try {
    return await create();
  } finally {
    over = true;
    clearTimeout(timer);
    if (told !== '') tell([]);
  }
}
