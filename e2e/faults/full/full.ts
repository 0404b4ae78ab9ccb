import { type Disk, mountDisk } from '../disk.ts';
import { Random } from '../random.ts';
import { sql, startServers } from '../servers.ts';
import type { FaultSum } from '../sum.ts';
import { STREAMS } from './document.ts';
import { dropTables } from './dropped.ts';
import type { Injection, Stage } from './fault.ts';
import { FULL } from './faults.ts';
import { TEMPLATE } from './ground.ts';
import { sumRedone } from './redone.ts';
import { runRound } from './round.ts';
import { createTables, sizesOf } from './tables.ts';

/** As many fall in one load; more of the later stages would only find it ended. */
const A_ROUND: Readonly<Record<Stage, number>> = { slot: 1, copy: 13, finish: 2, meet: 2 };
/** One that never found anything to hit is told by name in the end. */
const MOST_MISSES = 4;

export interface FullInit {
  readonly injections: readonly Injection[];
  /** Size of the large table with a key. */
  readonly megabytes: number;
  readonly seed: number;
  /** At most; a fault that found nothing to hit in one comes again in the next. */
  readonly rounds: number;
  /** Tables are also dropped in the middle, in tasks of their own. */
  readonly drops: boolean;
  readonly say: (line: string) => void;
}

/** `npm run test:faults -- full`: what can go wrong while tables are copied goes wrong, and what is there in the end is compared. */
export function runFull(say: (line: string) => void): Promise<FaultSum> {
  const megabytes = Number(process.env.OPENDTS_FAULTS_MB ?? 256);
  const seed = Number(process.env.OPENDTS_FAULTS_SEED ?? Date.now() % 1_000_000);
  say(`seed ${seed}, large table of ${megabytes} MB (OPENDTS_FAULTS_SEED and OPENDTS_FAULTS_MB choose others)`);
  return loadThroughFaults({ injections: FULL, megabytes, seed, rounds: 8, drops: true, say });
}

/** As many rounds as the faults take, each a task of its own from an empty destination to the comparison. */
export async function loadThroughFaults(init: FullInit): Promise<FaultSum> {
  const { say } = init;
  const random = new Random(init.seed);
  const sizes = sizesOf(init.megabytes);
  await using servers = await startServers();
  const mounted = await mountDisk(servers);
  using disk = typeof mounted === 'string' ? null : mounted;
  await sql(servers.source.url(), `create database ${TEMPLATE}`);
  await createTables(servers.source.url(TEMPLATE), sizes);
  let queue: readonly Injection[] = random.shuffled(possible(init.injections, disk, say));
  const results = [];
  for (let round = 1; queue.length > 0 && round <= init.rounds; round += 1) {
    const { chosen, rest } = choose(queue);
    const result = await runRound({ servers, random: random.fork(), disk, name: `round_${round}`, sizes, injections: chosen, say });
    results.push(result);
    const again = result.left.filter(({ misses }) => misses < MOST_MISSES);
    for (const { fault, moment } of result.left.filter((each) => !again.includes(each)))
      say(`not injected, ${fault.name}, ${moment.name}: it never found anything to hit`);
    queue = [...again, ...rest];
  }
  for (const { fault, moment } of queue) say(`not injected, ${fault.name}, ${moment.name}: there were ${init.rounds} rounds`);
  const sums = init.drops ? [...results, await dropTables(servers, random.fork(), say)] : results;
  say(
    sumRedone(
      results.flatMap(({ redone }) => redone),
      STREAMS,
    ),
  );
  return sums.reduce<FaultSum>(add, { injected: 0, survived: 0, rows: 0, differences: 0 });
}

function add(a: FaultSum, b: FaultSum): FaultSum {
  return {
    injected: a.injected + b.injected,
    survived: a.survived + b.survived,
    rows: a.rows + b.rows,
    differences: a.differences + b.differences,
  };
}

/** Those that this machine can have; the others are left out by name. */
function possible(injections: readonly Injection[], disk: Disk | null, say: (line: string) => void): readonly Injection[] {
  const why = new Map(injections.map(({ fault }) => [fault.name, fault.missing?.({ disk }) ?? null]));
  for (const [name, reason] of why) if (reason !== null) say(`left out, ${name}: ${reason}`);
  return injections.filter(({ fault }) => why.get(fault.name) === null);
}

function choose(queue: readonly Injection[]): { readonly chosen: readonly Injection[]; readonly rest: readonly Injection[] } {
  const room = { ...A_ROUND };
  const chosen: Injection[] = [];
  const rest: Injection[] = [];
  for (const injection of queue) {
    const { stage } = injection.moment;
    room[stage] -= 1;
    (room[stage] < 0 ? rest : chosen).push(injection);
  }
  return { chosen, rest };
}
