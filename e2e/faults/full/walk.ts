import { KILL } from './connections.ts';
import { STREAMS } from './document.ts';
import { type Injection, STAGES } from './fault.ts';
import type { Ground } from './ground.ts';
import type { Marks } from './knowledge.ts';
import { type Killed, type Redone, redoneAfter, tellRedone } from './redone.ts';
import { survives } from './survival.ts';

/** The next engine waits for as long on a slot that a transaction holds back, so that it meets what is left of the one before. */
const HELD_MS = 3_000;

export interface Walked {
  readonly injected: number;
  readonly survived: number;
  readonly redone: readonly Redone[];
  /** Had nothing to hit, or their moment did not come: for another round. */
  readonly left: readonly Injection[];
  /** What ended the round before its time; null when its load was done. */
  readonly dead: string | null;
}

/** Walks one task through its load and has the faults fall on it, stage after stage. */
export class Walk {
  readonly #ground: Ground;
  readonly #say: (line: string) => void;
  readonly #left: Injection[] = [];
  readonly #redone: Redone[] = [];
  #injected = 0;
  #survived = 0;
  #killed: Killed | null = null;

  constructor(ground: Ground, say: (line: string) => void) {
    this.#ground = ground;
    this.#say = say;
  }

  async walk(injections: readonly Injection[]): Promise<Walked> {
    const ground = this.#ground;
    const stages = STAGES.map((stage) => injections.filter(({ moment }) => moment.stage === stage));
    if (injections.some(({ moment }) => moment.stage === 'slot')) await ground.hold();
    ground.launch();
    let dead: string | null = null;
    for (const stage of stages) {
      for (const injection of stage) {
        if (dead === null) dead = await this.#one(injection);
        else this.#left.push(injection);
      }
      await ground.letGo();
    }
    dead ??= await this.#loaded();
    await this.#measure();
    return { injected: this.#injected, survived: this.#survived, redone: this.#redone, left: this.#left, dead };
  }

  /** What makes the round go no further, or null. */
  async #one(injection: Injection): Promise<string | null> {
    const ground = this.#ground;
    const { fault, moment } = injection;
    // Else the log is often followed past the last view before anything can fall.
    if (moment.stage === 'meet') await ground.holdCheckpoint();
    const coming = await this.#comes(injection);
    if (coming !== 'here') await ground.letGo();
    if (coming === 'passed') this.#left.push({ ...injection, misses: injection.misses + 1 });
    if (coming !== 'here') return coming === 'passed' ? null : coming.failure;
    await this.#measure();
    const since = { at: Date.now(), line: ground.run.lines.length, durable: await ground.marks() };
    const { run } = ground;
    const hit = await fault.inject(ground).catch((error: unknown) => this.#refused(injection, error));
    if (hit && fault === KILL) this.#killed = { durable: await ground.marks(), lines: run.lines };
    await fault.heal?.(ground);
    if (!hit) this.#left.push({ ...injection, misses: injection.misses + 1 });
    const held = rest(moment.stage === 'slot' ? HELD_MS : 0).then(() => ground.letGo());
    const { failure, told, resumes } = await survives(ground, since);
    await held;
    if (!hit) return failure;
    this.#injected += 1;
    if (failure === null) this.#survived += 1;
    const seconds = ((Date.now() - since.at) / 1000).toFixed(1);
    const notes = [`${seconds} s`, ...told, ...(resumes > 0 ? [`resumed ${resumes} times`] : [])].join(', ');
    this.#say(`${fault.name}, ${moment.name}: ${failure === null ? 'survived' : `NOT SURVIVED, ${failure}`} (${notes})`);
    return failure;
  }

  /** Waits for the moment; the operator resumes what gave up meanwhile, for a fault may show late. */
  async #comes({ moment }: Injection): Promise<'here' | 'passed' | { readonly failure: string }> {
    const ground = this.#ground;
    for (;;) {
      if (await moment.reached(ground)) return 'here';
      if (!ground.run.ended) return 'passed';
      const { failure, told } = await survives(ground, { at: Date.now(), line: 0, durable: await ground.marks() });
      this.#say(`gave up and was resumed: ${told.join(', ')}`);
      if (failure !== null) return { failure };
    }
  }

  #refused({ fault }: Injection, error: unknown): false {
    this.#say(`${fault.name}: could not be done: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }

  /** Until changes are followed for good, through what still comes of the faults. */
  async #loaded(): Promise<string | null> {
    const ground = this.#ground;
    for (;;) {
      if (await ground.run.sees((line) => line.kind === 'state' && line.name === 'streaming')) return null;
      const { failure } = await survives(ground, { at: Date.now(), line: 0, durable: await ground.marks() });
      if (failure !== null) return failure;
    }
  }

  /** What was done again since the last kill. Only until the next fault: that one may be the reason for more. */
  async #measure(): Promise<void> {
    const killed = this.#killed;
    if (killed === null) return;
    this.#killed = null;
    const now: Marks = await this.#ground.marks();
    const redone = redoneAfter(killed, now, { lines: this.#ground.run.lines, spared: this.#ground.rewritten });
    this.#redone.push(redone);
    this.#say(`  ${tellRedone(redone)} of ${STREAMS} streams`);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
