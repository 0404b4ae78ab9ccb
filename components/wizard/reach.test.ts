import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { furthestStep, isReachable } from './reach.ts';
import { STEPS, stepsOf } from './steps.ts';

const SIDE = { type: 'postgresql', host: 'db', port: 5432, database: 'shop', user: 'me' } as const;
const { host: _, ...WITHOUT_HOST } = SIDE;
const DRAFT: TaskState = { name: 'draft' };
const draft = (part: object) => draftConfig.parse({ name: 'orders', ...part });
const BOTH = { source: SIDE, destination: SIDE, advanced: { retryConnectionMinutes: 720, retryOtherMinutes: 10 } };
const WHOLE = { ...BOTH, objects: [{ schema: 'public' }] };

test('the first step that lacks something is as far as one gets', () => {
  expect(furthestStep(draft({}), DRAFT)).toBe('connections');
  expect(furthestStep(draft({ ...WHOLE, name: ' ' }), DRAFT)).toBe('connections');
  expect(furthestStep(draft({ ...WHOLE, destination: WITHOUT_HOST }), DRAFT)).toBe('connections');
  expect(furthestStep(draft(BOTH), DRAFT)).toBe('objects');
  expect(furthestStep(draft({ ...WHOLE, types: [] }), DRAFT)).toBe('objects');
  expect(furthestStep(draft({ ...WHOLE, advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 10 } }), DRAFT)).toBe('advanced');
  expect(furthestStep(draft(WHOLE), DRAFT)).toBe('precheck');
  expect(furthestStep(draft(WHOLE), { name: 'blocked' })).toBe('precheck');
  expect(furthestStep(draft(WHOLE), { name: 'ready' })).toBe('start');
  expect(furthestStep(draft({ ...WHOLE, source: { connectionId: 'c1' } }), { name: 'ready' })).toBe('start');
});

test('what comes before it can be opened, and nothing behind it', () => {
  expect(STEPS.filter((step) => isReachable(step, 'advanced'))).toEqual(['connections', 'objects', 'advanced']);
});

test('only a task that makes tables in SelectDB has their fields as a step', () => {
  const own = (part: object, known: 'selectdb' | null = null) =>
    stepsOf(draft(part), { destination: known === null ? null : { type: known } }).includes('fields');
  const selectdb = { ...SIDE, type: 'selectdb', httpPort: 8030 };
  expect(own({ destination: selectdb })).toBe(true);
  expect(own({ destination: selectdb, types: ['full', 'incremental'] })).toBe(false);
  expect(own(WHOLE)).toBe(false);
  // What a saved connection leads to is known of the task alone.
  expect(own({ destination: { connectionId: 'c1' } }, 'selectdb')).toBe(true);
  expect(own({ destination: { connectionId: 'c1' } })).toBe(false);
});
