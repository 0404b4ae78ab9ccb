import { lasts } from './fault.ts';
import type { Ground } from './ground.ts';

const EVERY_MS = 700;
/** What is wrong once mostly stays so. */
const ENOUGH = 5;

/** In one statement, so of one moment. */
const WHOLE = `select
  (select count(*) from (select from live.ledger group by writer having count(*) <> max(n) or count(distinct n) <> max(n) or min(n) <> 1) torn) as torn,
  (select sum(balance) from live.accounts) as accounts, (select sum(balance) from live.tellers) as tellers,
  (select sum(balance) from live.branches) as branches, (select coalesce(sum(delta), 0) from live.history) as history`;

interface Seen {
  readonly torn: string;
  readonly accounts: string;
  readonly tellers: string;
  readonly branches: string;
  readonly history: string;
}

/** Looks at the destination all the time: no reader there may see half of a transaction, or a later one before an earlier one. */
export class Witness {
  readonly #ground: Ground;
  readonly #found: string[] = [];
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #looks = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#done = this.#watch();
  }

  /** What nobody should have seen, and how often it was looked. */
  async stop(): Promise<{ readonly found: readonly string[]; readonly looks: number }> {
    this.#stop.abort();
    await this.#done;
    return { found: this.#found, looks: this.#looks };
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const [seen] = (await this.#ground.destination.probe.rows<Seen>(WHOLE)) ?? [];
      if (seen !== undefined) {
        this.#looks += 1;
        const wrong = fault(seen);
        if (wrong !== null && this.#found.length < ENOUGH) this.#found.push(wrong);
      }
      await lasts(EVERY_MS);
    }
  }
}

function fault({ torn, accounts, tellers, branches, history }: Seen): string | null {
  if (torn !== '0') return `a reader at the destination sees the numbers of ${torn} writers with gaps or twice`;
  if (accounts === tellers && tellers === branches && branches === history) return null;
  return `a reader at the destination sees half a transaction: accounts ${accounts}, tellers ${tellers}, branches ${branches}, history ${history}`;
}
