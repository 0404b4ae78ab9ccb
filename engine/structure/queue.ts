import type { Mend } from '../engine.ts';
import type { ErrorReport } from '../errors.ts';
import type { Statement } from '../plan/plan.ts';
import type { FailedStatement } from '../progress/event.ts';
import { type Arrival, Rowless } from './arrival.ts';
import { Locks } from './locks.ts';

/**
 * Small statements in one transaction. Each holds its locks until the end, and a server allows
 * 64 for each connection by default, shared among all.
 */
const BATCH = 40;

/** Statements taken to be run together, with what they lock. */
export interface Slot {
  readonly indexes: readonly number[];
  readonly statements: readonly Statement[];
  readonly locks: readonly string[];
  readonly shares: readonly string[];
  readonly alone: boolean;
  /** More is done meanwhile, or waits to be: a long statement should keep no more than one of the server's processors busy. */
  readonly crowded: boolean;
}

type State = 'idle' | 'waiting' | 'running' | 'done' | 'skipped' | 'failed';

/** Which statements may run now. No input or output. */
export class Queue {
  readonly #statements: Statement[];
  readonly #states: State[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #failures = new Map<number, FailedStatement>();
  readonly #locks = new Locks();
  #waiting: number[] = [];
  #running = 0;
  #group: (statement: Statement) => boolean = () => false;
  #rowless: Rowless | null = null;
  #wake: (() => void)[] = [];
  /** What a person did about a statement that ran just then: it holds when that fails. */
  readonly #answers = new Map<number, Mend['action']>();
  /** The slot that each statement runs in: one that failed in it may be in another before it is over. */
  readonly #slots = new Map<number, Slot>();
  #mended = false;
  /** Statements done since a failure: only then is trying it again worth while. */
  #progress = new Map<number, number>();
  #settled = 0;

  constructor(statements: readonly Statement[], known: { readonly done: ReadonlySet<string>; readonly skipped: ReadonlySet<string> }) {
    this.#statements = [...statements];
    this.#states = statements.map(({ id }) => (known.done.has(id) ? 'done' : known.skipped.has(id) ? 'skipped' : 'idle'));
    this.#places = new Map(statements.map(({ id }, index) => [id, index]));
  }

  get failures(): readonly FailedStatement[] {
    return [...this.#failures.values()];
  }

  all(state: State): readonly number[] {
    return this.#states.flatMap((each, index) => (each === state ? [index] : []));
  }

  isDone(id: string): boolean {
    const index = this.#places.get(id);
    return index !== undefined && this.#states[index] === 'done';
  }

  unfinished(): readonly Statement[] {
    return this.#statements.filter((_, index) => !this.#isOver(index));
  }

  /** With `arrival`, what of the group has no rows yet is held back until `arrived` finds them. */
  begin(group: (statement: Statement) => boolean, arrival: Arrival | null = null): void {
    this.#group = group;
    this.#rowless = arrival === null ? null : new Rowless(arrival);
    this.#waiting = [];
    this.#statements.forEach((statement, index) => {
      if (this.#states[index] === 'idle' || this.#states[index] === 'waiting') this.#enqueue(statement, index);
    });
  }

  /** Takes up what waited for tables that are ready now. */
  arrived(): void {
    for (const index of this.#rowless?.arrived() ?? []) {
      if (this.#states[index] === 'idle') this.#enqueue(this.#at(index), index);
    }
    // The plan's order: what takes longest first, whenever its rows came.
    this.#waiting.sort((a, b) => a - b);
    this.wake();
  }

  /** The next that may run beside what runs; null when none may now. */
  take(isHeavy: (statement: Statement) => boolean): Slot | null {
    const taken: number[] = [];
    let alone = false;
    for (const index of this.#waiting) {
      const statement = this.#at(index);
      const heavy = isHeavy(statement);
      if (taken.length > 0 && heavy) continue;
      if (!this.#locks.areFree(statement)) continue;
      if (!statement.requires.every((id) => this.#isThere(id, taken))) continue;
      taken.push(index);
      alone = heavy;
      if (heavy || taken.length >= BATCH) break;
    }
    if (taken.length === 0) return null;
    const chosen = new Set(taken);
    this.#waiting = this.#waiting.filter((index) => !chosen.has(index));
    for (const index of taken) this.#states[index] = 'running';
    this.#running += 1;
    const statements = taken.map((index) => this.#at(index));
    const isMore = this.#running > 1 || this.#rowless?.isOpen === true || this.#waiting.some((index) => isHeavy(this.#at(index)));
    const slot = {
      indexes: taken,
      statements,
      locks: [...new Set(statements.flatMap(({ locks }) => locks))],
      shares: [...new Set(statements.flatMap(({ shares = [] }) => shares))],
      alone,
      crowded: alone && isMore,
    };
    this.#locks.take(slot);
    for (const index of taken) this.#slots.set(index, slot);
    return slot;
  }

  /** Waits until something that ran is over, or rows arrive; false when neither will be, so nothing will change. */
  changes(): Promise<boolean> {
    if (this.#running === 0 && this.#rowless?.isOpen !== true) return Promise.resolve(false);
    return new Promise((resolve) => this.#wake.push(() => resolve(true)));
  }

  /** Whoever waits for changes looks again. */
  wake(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** What a slot took is free again; what of it was neither settled nor failed (the task was stopped) waits again. */
  give(slot: Slot): void {
    this.#locks.free(slot);
    for (const index of slot.indexes) {
      if (this.#slots.get(index) !== slot) continue;
      this.#slots.delete(index);
      this.#enqueue(this.#at(index), index);
    }
    this.#running -= 1;
    this.wake();
  }

  /** Whether what it needs is there: of a batch that failed, what one needs may be what failed. */
  isReady({ statements }: Slot): boolean {
    return statements.every(({ requires }) => requires.every((id) => this.#isThere(id, [])));
  }

  singles(slot: Slot): readonly Slot[] {
    return slot.indexes.map((index) => ({ ...slot, indexes: [index], statements: [this.#at(index)], alone: false }));
  }

  settle(indexes: readonly number[]): void {
    for (const index of indexes) {
      this.#states[index] = 'done';
      this.#failures.delete(index);
      this.#answers.delete(index);
      this.#slots.delete(index);
    }
    this.#settled += indexes.length;
  }

  /** Null when a person has answered it already. */
  fail({ indexes }: Slot, error: ErrorReport): FailedStatement | null {
    const [index = 0] = indexes;
    const { id, kind, object, sql } = this.#at(index);
    const answer = this.#answers.get(index);
    this.#answers.delete(index);
    this.#slots.delete(index);
    if (answer !== undefined) {
      this.#answer(index, answer);
      return null;
    }
    const failure = { index, id, kind, object, sql, error };
    this.#states[index] = 'failed';
    this.#failures.set(index, failure);
    this.#progress.set(index, this.#settled);
    return failure;
  }

  /** Failed statements of the group wait again if anything was done since they failed; false when there is none. */
  reviveFailed(): boolean {
    let revived = false;
    for (const index of this.#failures.keys()) {
      if (!this.#group(this.#at(index)) || (this.#progress.get(index) ?? 0) >= this.#settled) continue;
      this.#states[index] = 'waiting';
      revived = true;
    }
    return revived;
  }

  /**
   * What is mended joins what runs now, where it is part of it.
   * @returns the places of the statements it was about
   */
  mend(mend: Mend): readonly number[] {
    const ids = mend.action === 'skip' ? mend.statements : [mend.statement];
    const indexes = ids.flatMap((id) => this.#places.get(id) ?? []).filter((index) => !this.#isOver(index));
    for (const index of indexes) {
      if (mend.action === 'retry' && mend.sql !== undefined) this.#statements[index] = { ...this.#at(index), sql: mend.sql };
      if (this.#states[index] === 'running') this.#answers.set(index, mend.action);
      else this.#answer(index, mend.action);
    }
    this.#mended ||= indexes.length > 0;
    this.wake();
    return indexes;
  }

  /** Whether anything was mended since this was asked. */
  takeMended(): boolean {
    const mended = this.#mended;
    this.#mended = false;
    return mended;
  }

  #answer(index: number, action: Mend['action']): void {
    this.#failures.delete(index);
    this.#waiting = this.#waiting.filter((each) => each !== index);
    this.#states[index] = action === 'skip' ? 'skipped' : 'idle';
    if (action === 'retry') this.#enqueue(this.#at(index), index);
  }

  #enqueue(statement: Statement, index: number): void {
    this.#states[index] = 'idle';
    if (!this.#group(statement)) return;
    if (this.#rowless?.holds(statement, index) === true) return;
    this.#states[index] = 'waiting';
    this.#waiting.push(index);
  }

  /** Done, passed over, not part of this plan, or just before it in the same transaction. */
  #isThere(id: string, taken: readonly number[]): boolean {
    const index = this.#places.get(id);
    return index === undefined || this.#isOver(index) || taken.includes(index);
  }

  #isOver(index: number): boolean {
    return this.#states[index] === 'done' || this.#states[index] === 'skipped';
  }

  #at(index: number): Statement {
    const statement = this.#statements[index];
    if (statement === undefined) throw new Error(`The plan has no statement ${index}.`);
    return statement;
  }
}
