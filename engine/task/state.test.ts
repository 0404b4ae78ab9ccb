import { describe, expect, test } from 'vitest';
import type { Step } from '../plan/plan.ts';
import { canCopyAgain, errorOf, isFollowing, type Signal, type StateName, type TaskState, transition } from './state.ts';

const ALL: readonly Step[] = ['schema', 'full', 'incremental'];
const error = {
  code: 'x',
  message: { en: 'x', zh: 'x' },
  hint: { en: 'x', zh: 'x' },
  retry: 'soon',
  side: 'task',
  connection: false,
  object: null,
} as const;
const STATES: readonly TaskState[] = [
  { name: 'draft' },
  { name: 'checking' },
  { name: 'blocked' },
  { name: 'ready' },
  { name: 'preparing' },
  { name: 'loading' },
  { name: 'streaming' },
  { name: 'finished' },
  { name: 'stopped' },
  { name: 'paused', from: 'loading' },
  { name: 'paused', from: 'streaming', error },
  { name: 'failed', from: 'streaming', error },
];
const SIGNALS: readonly Signal[] = [
  ...(['edit', 'check', 'pass', 'block', 'start', 'advance', 'pause', 'resume', 'stop'] as const).map((kind) => ({ kind })),
  { kind: 'fail', error },
];

describe('a task walks its states', () => {
  test('from draft to finished when there is no incremental step', () => {
    const walk = (['check', 'pass', 'start', 'advance', 'advance'] as const).reduce<TaskState>(
      (state, kind) => transition(state, { kind }, ['schema', 'full']) ?? { name: 'draft' },
      { name: 'draft' },
    );
    expect(walk).toEqual({ name: 'finished' });
  });

  test('a task with the incremental step streams until it is stopped', () => {
    expect(transition({ name: 'loading' }, { kind: 'advance' }, ALL)).toEqual({ name: 'streaming' });
    expect(transition({ name: 'streaming' }, { kind: 'advance' }, ALL)).toBeNull();
    expect(transition({ name: 'streaming' }, { kind: 'stop' }, ALL)).toEqual({ name: 'stopped' });
  });

  test.each(['preparing', 'loading', 'streaming'] as const)('pause and resume bring %s back to itself', (name) => {
    const paused = transition({ name }, { kind: 'pause' }, ALL);
    expect(paused).toEqual({ name: 'paused', from: name });
    expect(paused && transition(paused, { kind: 'resume' }, ALL)).toEqual({ name });
  });

  test.each(['preparing', 'loading', 'streaming'] as const)('a failure in %s keeps the error and the way back', (name) => {
    const failed = transition({ name }, { kind: 'fail', error }, ALL);
    expect(failed).toEqual({ name: 'failed', from: name, error });
    expect(failed && transition(failed, { kind: 'resume' }, ALL)).toEqual({ name });
  });

  test.each(['loading', 'streaming'] as const)('a limit that a person set pauses %s, which keeps why until it goes on', (name) => {
    const reached = { ...error, code: 'source.wal-limit' };
    const paused = transition({ name }, { kind: 'fail', error: reached }, ALL);
    expect(paused).toEqual({ name: 'paused', from: name, error: reached });
    if (paused === null) return;
    expect(errorOf(paused)).toBe(reached);
    expect(isFollowing(paused)).toBe(name === 'streaming');
    expect(canCopyAgain(paused, ALL)).toBe(false);
    expect(transition(paused, { kind: 'pause' }, ALL)).toBeNull();
    expect(transition(paused, { kind: 'resume' }, ALL)).toEqual({ name });
  });

  test('a slot that was let go at the limit is a failure, from which all is copied again', () => {
    const dropped = { ...error, code: 'source.slot-dropped' };
    const failed = transition({ name: 'streaming' }, { kind: 'fail', error: dropped }, ALL);
    expect(failed).toEqual({ name: 'failed', from: 'streaming', error: dropped });
    expect(failed && canCopyAgain(failed, ALL)).toBe(true);
    expect(errorOf({ name: 'paused', from: 'streaming' })).toBeNull();
  });

  test('a finished or stopped task takes no signal at all', () => {
    for (const name of ['finished', 'stopped'] as const) {
      for (const signal of SIGNALS) expect(transition({ name }, signal, ALL)).toBeNull();
    }
  });

  test('a running task cannot be edited, and nothing starts without a passed precheck', () => {
    for (const state of STATES) {
      const editable: readonly StateName[] = ['draft', 'checking', 'blocked', 'ready'];
      expect(transition(state, { kind: 'edit' }, ALL) !== null).toBe(editable.includes(state.name));
      expect(transition(state, { kind: 'start' }, ALL) !== null).toBe(state.name === 'ready');
    }
  });

  test('every state but the last two can be left', () => {
    for (const state of STATES.filter(({ name }) => name !== 'finished' && name !== 'stopped')) {
      expect(SIGNALS.some((signal) => transition(state, signal, ALL) !== null)).toBe(true);
    }
  });
});
