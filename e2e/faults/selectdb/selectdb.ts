import { Random } from '../random.ts';
import { startServers, type TestServers } from '../servers.ts';
import type { FaultSum } from '../sum.ts';
import { startDdl } from './ddl-writer.ts';
import { type Fault, lasts } from './fault.ts';
import { SELECTDB } from './faults.ts';
import { Ground } from './ground.ts';
import { comesToFollow, follows, recovers } from './recovery.ts';
import type { Sizes } from './tables.ts';
import { judge } from './verdict.ts';
import { FlowWriter } from './writer.ts';

/** Of one round: a task, from its load to a comparison. Faults of the load that find it over wait for the next round. */
const MOST_CHANGES = 22;
/** One that found nothing to hit so often is told by name. */
const MOST_MISSES = 3;
const BETWEEN_MS = 500;
/** Writers wait for a task that is further behind than this many bytes: else a slow machine only ever shows one that catches up. */
const MOST_BEHIND = 1 << 20;
const SIZES: Sizes = { big: 24_000, docs: 1_500, heap: 5_000 };

interface Waiting {
  readonly fault: Fault;
  readonly misses: number;
}

interface SelectDbInit {
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly sizes?: Sizes;
  readonly say: (line: string) => void;
}

/** `npm run test:faults -- selectdb`: PostgreSQL under a live writer into the emulator, through all that can go wrong on the way. */
export function runSelectDb(say: (line: string) => void): Promise<FaultSum> {
  const seed = Number(process.env.OPENDTS_FAULTS_SEED ?? Date.now() % 1_000_000);
  say(`seed ${seed} (OPENDTS_FAULTS_SEED chooses another)`);
  return intoSelectDbThroughFaults({ faults: SELECTDB, seed, say });
}

export async function intoSelectDbThroughFaults({ faults, seed, sizes = SIZES, say }: SelectDbInit): Promise<FaultSum> {
  const random = new Random(seed);
  await using servers = await startServers({ sourceMajor: 15 });
  let queue: readonly Waiting[] = random.shuffled(faults).map((fault) => ({ fault, misses: 0 }));
  let sum: FaultSum = { injected: 0, survived: 0, rows: 0, differences: 0 };
  for (let number = 1; queue.length > 0; number += 1) {
    const round = new Round({ servers, random: random.fork(), sizes, name: `round_${number}`, say });
    queue = await round.through(queue);
    const { injected, survived, rows, differences } = round.sum;
    sum = {
      injected: sum.injected + injected,
      survived: sum.survived + survived,
      rows: sum.rows + rows,
      differences: sum.differences + differences,
    };
  }
  return sum;
}

interface RoundInit {
  readonly servers: TestServers;
  readonly random: Random;
  readonly sizes: Sizes;
  readonly name: string;
  readonly say: (line: string) => void;
}

/** One task: loaded, followed, compared. */
class Round {
  readonly #init: RoundInit;
  #sum: FaultSum = { injected: 0, survived: 0, rows: 0, differences: 0 };
  #lost = false;

  constructor(init: RoundInit) {
    this.#init = init;
  }

  get sum(): FaultSum {
    return this.#sum;
  }

  /** @returns those that are left for another round */
  async through(queue: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { random, sizes, say } = this.#init;
    await using ground = await Ground.make({ ...this.#init, random: random.fork() });
    const tooFast = () => ground.behind > MOST_BEHIND;
    const writer = new FlowWriter({ url: ground.url, sizes, random: random.fork(), tooFast });
    const left: Waiting[] = [];
    let ddl: ReturnType<typeof startDdl> | null = null;
    let changes = 0;
    try {
      ground.launch();
      for (const waiting of [...queue].sort((a, b) => Number(a.fault.during === 'changes') - Number(b.fault.during === 'changes'))) {
        const { during } = waiting.fault;
        const isOver = during === 'load' ? follows(ground) : changes >= MOST_CHANGES;
        if (this.#lost || isOver) left.push(waiting);
        else {
          if (during === 'changes' && changes === 0) await this.#comesToFollow(ground);
          // What is done to a table while its rows are loaded stops the table, and is a fault of its own.
          if (during === 'changes')
            ddl ??= startDdl({ url: ground.url, random: random.fork(), tooFast: () => tooFast() || ground.waiting > 0 });
          changes += during === 'changes' ? 1 : 0;
          await lasts(random.below(BETWEEN_MS));
          left.push(...(await this.#one(ground, waiting)));
        }
      }
    } finally {
      if (ddl !== null) say(await ddl.stop());
      say(`${await writer.stop()} transactions written`);
    }
    await this.#compare(ground);
    return left;
  }

  async #comesToFollow(ground: Ground): Promise<void> {
    const { failure } = await comesToFollow(ground);
    if (failure !== null) throw new Error(`The task never came to follow: ${failure}`);
  }

  /** @returns it, when it is to be tried again. */
  async #one(ground: Ground, { fault, misses }: Waiting): Promise<readonly Waiting[]> {
    const { say } = this.#init;
    const before = ground.lines();
    const begun = Date.now();
    const hit = await fault.inject(ground).catch((error: unknown) => {
      say(`${fault.name}: could not be done: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    });
    await fault.heal?.(ground);
    const over = Date.now();
    const { failure, told, lost } = await recovers(ground, fault, before);
    this.#lost = lost;
    const name = `${fault.during}: ${fault.name}`;
    if (!hit && failure === null) {
      if (misses + 1 < MOST_MISSES) return [{ fault, misses: misses + 1 }];
      say(`not injected, ${name}: it never found anything to hit`);
      return [];
    }
    const took = `${((over - begun) / 1000).toFixed(1)} s, went on after ${((Date.now() - over) / 1000).toFixed(1)} s`;
    say(`${name}: ${failure === null ? 'survived' : `NOT SURVIVED, ${failure}`} (${[took, ...told].join(', ')})`);
    const { injected, survived } = this.#sum;
    this.#sum = { ...this.#sum, injected: injected + 1, survived: survived + (failure === null ? 1 : 0) };
    return [];
  }

  async #compare(ground: Ground): Promise<void> {
    const { say } = this.#init;
    const quiet: Fault = { name: 'the end', during: 'changes', inject: () => Promise.resolve(true) };
    if (!this.#lost) await this.#comesToFollow(ground);
    const { failure } = await recovers(ground, quiet, ground.lines());
    const { rows, differences } = failure === null ? await judge(ground) : { rows: 0, differences: [`not compared: ${failure}`] };
    say(`${this.#init.name}: ${rows} rows compared, ${differences.length} differences`);
    for (const difference of differences) say(`DIFFERENCE, ${difference}`);
    this.#sum = { ...this.#sum, rows, differences: differences.length };
    const { code } = await ground.run.terminate();
    if (code !== 0) say(`the task does not pause: it ends with ${code}`);
  }
}
