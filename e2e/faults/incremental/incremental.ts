import { mountDisk } from '../disk.ts';
import { Random } from '../random.ts';
import { startServers } from '../servers.ts';
import type { FaultSum } from '../sum.ts';
import { wrongLags } from './clock.ts';
import { startDdl } from './ddl-writer.ts';
import { type Fault, lasts, type Means } from './fault.ts';
import { INCREMENTAL } from './faults.ts';
import { Ground } from './ground.ts';
import { recovers } from './recovery.ts';
import { judge, missedRows } from './verdict.ts';
import { Witness } from './witness.ts';
import { LoadWriter } from './writer.ts';

/** Both sides are compared after as many, so that what differs is known to come from one of these. */
const STRETCH = 18;
/** One that found nothing to hit so often is told by name. */
const MOST_MISSES = 3;
/** Faults fall at another moment of the load each time. */
const BETWEEN_MS = 1_200;
/** Writers wait for a task that is further behind than this many bytes: else faults would only find it catching up. */
const MOST_BEHIND = 1 << 20;

interface IncrementalInit {
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly sourceMajor: number;
  readonly say: (line: string) => void;
}

interface Waiting {
  readonly fault: Fault;
  readonly misses: number;
}

/** `npm run test:faults -- incremental`: what can go wrong while changes are followed goes wrong, and both sides are compared. */
export function runIncremental(say: (line: string) => void): Promise<FaultSum> {
  const seed = Number(process.env.OPENDTS_FAULTS_SEED ?? Date.now() % 1_000_000);
  const sourceMajor = Number(process.env.OPENDTS_FAULTS_SOURCE ?? 18);
  say(`seed ${seed}, source of version ${sourceMajor} (OPENDTS_FAULTS_SEED and OPENDTS_FAULTS_SOURCE choose others)`);
  return followThroughFaults({ faults: INCREMENTAL, seed, sourceMajor, say });
}

/** One task that follows writers through the faults, in stretches that each end with a comparison. */
export async function followThroughFaults({ faults, seed, sourceMajor, say }: IncrementalInit): Promise<FaultSum> {
  const random = new Random(seed);
  // Large transactions do not fit into the source's memory, and a walsender that hears nothing gives up within a fault's time.
  const memory = sourceMajor < 13 ? {} : { logical_decoding_work_mem: '64kB' };
  await using servers = await startServers({ sourceMajor, sourceSettings: { wal_sender_timeout: '10s', ...memory } });
  const mounted = await mountDisk(servers);
  using disk = typeof mounted === 'string' ? null : mounted;
  await using ground = await Ground.make({ servers, random: random.fork(), disk });
  const course = new Course(ground, say);
  await course.begin();
  let queue: readonly Waiting[] = random.shuffled(possible(faults, { disk, sourceMajor }, say)).map((fault) => ({ fault, misses: 0 }));
  while (queue.length > 0 && !course.lost) {
    const missed = await course.stretch(queue.slice(0, STRETCH));
    queue = [...queue.slice(STRETCH), ...missed];
  }
  for (const { fault } of queue) say(`not injected, ${fault.name}: the task was lost before`);
  return await course.end();
}

/** Those that this machine can have; the others are left out by name. */
function possible(faults: readonly Fault[], means: Means, say: (line: string) => void): readonly Fault[] {
  const why = new Map(faults.map((fault) => [fault.name, fault.missing?.(means) ?? null]));
  for (const [name, reason] of why) if (reason !== null) say(`left out, ${name}: ${reason}`);
  return faults.filter(({ name }) => why.get(name) === null);
}

/** One task from its beginning through stretch after stretch. */
class Course {
  readonly #ground: Ground;
  readonly #say: (line: string) => void;
  #sum: FaultSum = { injected: 0, survived: 0, rows: 0, differences: 0 };
  #witness: Witness | null = null;
  #serial = 0;
  #ddl = 0;
  #lost = false;

  constructor(ground: Ground, say: (line: string) => void) {
    this.#ground = ground;
    this.#say = say;
  }

  /** The task does not go on any more. */
  get lost(): boolean {
    return this.#lost;
  }

  async begin(): Promise<void> {
    const run = this.#ground.launch();
    const follows = await run.sees((line) => line.kind === 'state' && line.name === 'streaming');
    if (!follows) throw new Error(`The task never came to follow: ${run.errors.slice(-500)}`);
    this.#witness = new Witness(this.#ground);
  }

  /** @returns those that found nothing to hit and are to be tried again */
  async stretch(waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { source, random } = this.#ground;
    const tooFast = () => this.#ground.behind > MOST_BEHIND;
    const writer = new LoadWriter({ url: source.url, random: random.fork(), serial: this.#serial, tooFast });
    const ddl = startDdl({ url: source.url, random: random.fork(), serial: this.#ddl, tooFast });
    const missed: Waiting[] = [];
    try {
      for (const { fault, misses } of waiting) {
        if (this.#lost) break;
        await lasts(random.below(BETWEEN_MS));
        if (await this.#one(fault)) continue;
        if (misses + 1 < MOST_MISSES) missed.push({ fault, misses: misses + 1 });
        else this.#say(`not injected, ${fault.name}: it never found anything to hit`);
      }
    } finally {
      for (const each of [ddl, writer]) this.#say(await each.stop());
      this.#serial = writer.serial;
      this.#ddl = ddl.serial;
    }
    if (this.#lost) this.#differ(['not compared: the task does not go on']);
    else await this.#compare();
    return missed;
  }

  async end(): Promise<FaultSum> {
    const { found, looks } = (await this.#witness?.stop()) ?? { found: [], looks: 0 };
    this.#say(`${looks} looks at the destination in between`);
    const { code } = await this.#ground.run.terminate();
    const paused = code === 0 ? [] : [`the task does not pause: it ends with ${code}`];
    this.#differ([...found, ...missedRows(this.#ground), ...wrongLags(this.#ground), ...paused]);
    return this.#sum;
  }

  /** False when there was nothing to hit. */
  async #one(fault: Fault): Promise<boolean> {
    const ground = this.#ground;
    const line = ground.run.lines.length;
    const begun = Date.now();
    const hit = await fault.inject(ground).catch((error: unknown) => {
      this.#say(`${fault.name}: could not be done: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    });
    await fault.heal?.(ground);
    const over = Date.now();
    const { failure, told, lost } = await recovers(ground, { line });
    this.#lost = lost;
    const took = `${((over - begun) / 1000).toFixed(1)} s, followed again after ${((Date.now() - over) / 1000).toFixed(1)} s`;
    const outcome = failure === null ? 'survived' : `NOT SURVIVED, ${failure}`;
    if (hit || failure !== null) this.#say(`${fault.name}: ${outcome} (${[took, ...told].join(', ')})`);
    if (!hit && failure === null) return false;
    const { injected, survived } = this.#sum;
    this.#sum = { ...this.#sum, injected: injected + 1, survived: survived + (failure === null ? 1 : 0) };
    return true;
  }

  async #compare(): Promise<void> {
    const { rows, differences } = await judge(this.#ground);
    this.#say(`${rows} rows compared, ${differences.length} differences`);
    this.#sum = { ...this.#sum, rows: this.#sum.rows + rows };
    this.#differ(differences);
  }

  #differ(differences: readonly string[]): void {
    for (const difference of differences) this.#say(`DIFFERENCE, ${difference}`);
    this.#sum = { ...this.#sum, differences: this.#sum.differences + differences.length };
  }
}
