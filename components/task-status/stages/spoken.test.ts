import { expect, test } from 'vitest';
import { NO_PROGRESS, type Progress, type StepProgress } from '#engine/progress/progress.ts';
import { spokenOf } from './spoken.ts';

const step = (name: StepProgress['step']): StepProgress => ({ step: name, state: 'running', startedAt: 1, finishedAt: null });
const stream = (lagMs: number): Progress => ({ ...NO_PROGRESS, stream: { lagMs, waiting: 0 } as Progress['stream'] });

test('a step that does not run says how it stands', () => {
  expect(spokenOf(step('full'), 'paused', NO_PROGRESS, false)).toEqual({ kind: 'state', state: 'paused' });
  expect(spokenOf(step('full'), 'running', NO_PROGRESS, false)).toEqual({ kind: 'state', state: 'running' });
});

test('changes that are followed without delay say so, unless nothing has been heard for a while', () => {
  expect(spokenOf(step('incremental'), 'running', stream(900), false)).toEqual({ kind: 'current' });
  expect(spokenOf(step('incremental'), 'running', stream(60_000), false)).toEqual({ kind: 'state', state: 'running' });
  expect(spokenOf(step('incremental'), 'running', stream(900), true)).toEqual({ kind: 'state', state: 'running' });
});
