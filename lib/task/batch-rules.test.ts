import { describe, expect, test } from 'vitest';
import type { TaskState } from '#engine/task/state.ts';
import { type BatchAction, batchVerdict } from './batch-rules.ts';

const ALL = ['schema', 'full', 'incremental'] as const;
const error = (code: string) => ({ name: 'failed', from: 'streaming', error: { code } }) as unknown as TaskState;

const STATES: Readonly<Record<string, TaskState>> = {
  draft: { name: 'draft' },
  checking: { name: 'checking' },
  blocked: { name: 'blocked' },
  ready: { name: 'ready' },
  preparing: { name: 'preparing' },
  loading: { name: 'loading' },
  streaming: { name: 'streaming' },
  paused: { name: 'paused', from: 'loading' },
  failed: error('connect.refused'),
  'log lost': error('source.slot-lost'),
  finished: { name: 'finished' },
  stopped: { name: 'stopped' },
};

/** In the order of `start`, `pause`, `stop`, `release`: what is done, or in brackets why nothing is. */
const TABLE: Readonly<Record<string, readonly [string, string, string, string]>> = {
  draft: ['(unconfigured)', '(unconfigured)', '(unconfigured)', 'release'],
  checking: ['(checking)', '(checking)', '(checking)', '(checking)'],
  blocked: ['(blocked)', '(blocked)', '(blocked)', 'release'],
  ready: ['start', '(idle)', '(idle)', 'release'],
  preparing: ['(running)', 'pause', 'stop', '(stop-first)'],
  loading: ['(running)', 'pause', 'stop', '(stop-first)'],
  streaming: ['(running)', 'pause', 'stop', '(stop-first)'],
  paused: ['resume', '(idle)', 'stop', 'release'],
  failed: ['resume', '(idle)', 'stop', 'release'],
  'log lost': ['(log-lost)', '(idle)', 'stop', 'release'],
  finished: ['(finished)', '(finished)', '(finished)', 'release'],
  stopped: ['(stopped)', '(stopped)', '(stopped)', 'release'],
};

describe('who takes part in a batch', () => {
  test.each(Object.entries(STATES))('%s', (name, state) => {
    const told = (['start', 'pause', 'stop', 'release'] as const satisfies readonly BatchAction[]).map((action) => {
      const verdict = batchVerdict(action, state, ALL);
      return verdict.takesPart ? verdict.does : `(${verdict.why})`;
    });
    expect(told).toEqual(TABLE[name]);
  });
});
