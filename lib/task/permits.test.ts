import { describe, expect, test } from 'vitest';
import type { StateName, TaskState } from '#engine/task/state.ts';
import { OPERATIONS, type OperatedTask, type Operation, requirePermit, whyNot } from './permits.ts';

const words = { en: 'x', zh: 'x' };
const error = { code: 'x', message: words, hint: words, retry: 'soon', side: 'task', connection: false, object: null } as const;
const lost = { ...error, code: 'source.slot-lost' } as const;

const STATES: Readonly<Record<string, TaskState>> = {
  draft: { name: 'draft' },
  checking: { name: 'checking' },
  blocked: { name: 'blocked' },
  ready: { name: 'ready' },
  preparing: { name: 'preparing' },
  loading: { name: 'loading' },
  streaming: { name: 'streaming' },
  'paused in loading': { name: 'paused', from: 'loading' },
  'paused in streaming': { name: 'paused', from: 'streaming' },
  failed: { name: 'failed', from: 'streaming', error },
  'log lost': { name: 'failed', from: 'streaming', error: lost },
  finished: { name: 'finished' },
  stopped: { name: 'stopped' },
};

/** What each state allows; all else is refused. */
const ALLOWED: Readonly<Record<keyof typeof STATES, readonly Operation[]>> = {
  draft: ['configure', 'release', 'rename', 'similar'],
  checking: ['configure', 'rename', 'similar'],
  blocked: ['configure', 'release', 'rename', 'similar'],
  ready: ['configure', 'start', 'release', 'rename', 'similar'],
  preparing: ['pause', 'stop', 'rename', 'endpoint', 'parameters', 'check-again', 'similar'],
  loading: ['pause', 'stop', 'rename', 'endpoint', 'parameters', 'check-again', 'similar', 'reverse'],
  streaming: ['pause', 'stop', 'rename', 'endpoint', 'parameters', 'objects', 'copy-table', 'check-again', 'similar', 'reverse'],
  'paused in loading': ['resume', 'stop', 'release', 'reset', 'rename', 'endpoint', 'parameters', 'check-again', 'similar', 'reverse'],
  'paused in streaming': [
    ...(['resume', 'stop', 'release', 'reset', 'rename', 'endpoint', 'parameters', 'objects', 'check-again'] as const),
    ...(['similar', 'reverse'] as const),
  ],
  failed: ['resume', 'stop', 'release', 'reset', 'rename', 'endpoint', 'parameters', 'objects', 'check-again', 'similar', 'reverse'],
  'log lost': [
    ...(['resume', 'copy-again', 'stop', 'release', 'reset', 'rename', 'endpoint', 'parameters', 'objects', 'check-again'] as const),
    ...(['similar', 'reverse'] as const),
  ],
  finished: ['release', 'reset', 'rename', 'endpoint', 'similar', 'reverse'],
  stopped: ['release', 'reset', 'rename', 'endpoint', 'similar', 'reverse'],
};

const task = (state: TaskState): OperatedTask => ({ state, types: ['schema', 'full', 'incremental'], destination: 'postgresql' });
const allowed = (operated: OperatedTask) => OPERATIONS.filter((operation) => whyNot(operation, operated) === null);

describe('what a state allows', () => {
  test.each(Object.keys(STATES))('%s', (name) => {
    const state = STATES[name] ?? { name: 'draft' };
    expect(allowed(task(state))).toEqual(ALLOWED[name]);
  });

  test('what is refused says why, in both languages', () => {
    for (const state of Object.values(STATES)) {
      for (const operation of OPERATIONS) {
        const reason = whyNot(operation, task(state));
        if (reason !== null) expect([reason.en, reason.zh].every((sentence) => sentence.length > 3)).toBe(true);
      }
    }
  });

  test('a destination that cannot be a source has no reverse', () => {
    const streaming: TaskState = { name: 'streaming' satisfies StateName };
    expect(allowed({ ...task(streaming), destination: 'selectdb' })).not.toContain('reverse');
    expect(allowed({ ...task(streaming), destination: 'polardb-oracle' })).not.toContain('reverse');
  });

  test('objects are changed only where one log is followed into a PostgreSQL', () => {
    const streaming: TaskState = { name: 'streaming' };
    expect(whyNot('objects', { ...task(streaming), types: ['schema', 'full'] })).not.toBeNull();
    expect(whyNot('objects', { ...task(streaming), destination: 'selectdb' })?.en).toContain('SelectDB');
    expect(whyNot('objects', { ...task(streaming), destination: 'polardb-oracle' })).toBeNull();
  });

  test('one table is copied again only where rows are copied and changes are followed', () => {
    const streaming = task({ name: 'streaming' });
    expect(whyNot('copy-table', { ...streaming, types: ['schema', 'incremental'] })?.en).toContain('copies no rows');
    expect(whyNot('copy-table', { ...streaming, types: ['schema', 'full'] })?.en).toContain('does not follow changes');
    expect(whyNot('copy-table', { ...streaming, destination: 'selectdb' })).toBeNull();
    expect(whyNot('copy-table', task({ name: 'loading' }))?.en).toContain('not at the incremental step yet');
  });

  test('a route that is asked all the same refuses with the reason', () => {
    expect(() => requirePermit('reset', { ...task({ name: 'streaming' }), name: 'orders' })).toThrow(
      expect.objectContaining({ code: 'task.operation-refused', message: expect.stringContaining('pause it first') }),
    );
    expect(() => requirePermit('rename', { ...task({ name: 'streaming' }), name: 'orders' })).not.toThrow();
  });
});
