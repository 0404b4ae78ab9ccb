import type { TaskEvent } from './event.ts';
import type { StatementState, StructureProgress } from './progress.ts';

type StructureEvent = Extract<TaskEvent, { kind: 'statements' | 'statement-failed' | 'building' }>;

const LETTERS = { waiting: 'w', done: 'd', skipped: 's' } as const satisfies Record<string, StatementState>;

/** The structure's progress after an event about it. Pure. */
export function built(before: StructureProgress, event: StructureEvent): StructureProgress {
  switch (event.kind) {
    case 'statements': {
      const moved = new Set(event.indexes);
      const failed = before.failed.some(({ index }) => moved.has(index))
        ? before.failed.filter(({ index }) => !moved.has(index))
        : before.failed;
      return { ...before, failed, states: marked(before.states, event.indexes, LETTERS[event.state]), running: without(before, moved) };
    }
    case 'statement-failed': {
      const { failure } = event;
      const failed = [...before.failed.filter(({ index }) => index !== failure.index), failure];
      return { ...before, failed, states: marked(before.states, [failure.index], 'f'), running: without(before, new Set([failure.index])) };
    }
    case 'building':
      return { ...before, running: event.running };
  }
}

/** A plan that is told of again (a resumed task) keeps what is known; another plan begins anew. */
export function replanned(before: StructureProgress, phases: string, leftOut: number): StructureProgress {
  if (before.phases === phases) return { ...before, running: [] };
  return { phases, states: 'w'.repeat(phases.length), failed: [], running: [], leftOut };
}

function marked(states: string, indexes: readonly number[], letter: StatementState): string {
  const [only] = indexes;
  if (only !== undefined && indexes.length === 1) return states.slice(0, only) + letter + states.slice(only + 1);
  const letters = [...states];
  for (const index of indexes) letters[index] = letter;
  return letters.join('');
}

function without({ running }: StructureProgress, indexes: ReadonlySet<number>): StructureProgress['running'] {
  return running.some(({ index }) => indexes.has(index)) ? running.filter(({ index }) => !indexes.has(index)) : running;
}

export interface StructureCount {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Statements of one phase (of both: null) by state. */
export function countStatements({ states, phases }: StructureProgress, phase: 'before' | 'after' | null): StructureCount {
  const letter = phase === null ? null : phase === 'before' ? 'b' : 'a';
  const count = { total: 0, done: 0, failed: 0, skipped: 0 };
  for (let index = 0; index < states.length; index += 1) {
    if (letter !== null && phases[index] !== letter) continue;
    count.total += 1;
    if (states[index] === 'd') count.done += 1;
    else if (states[index] === 'f') count.failed += 1;
    else if (states[index] === 's') count.skipped += 1;
  }
  return count;
}
