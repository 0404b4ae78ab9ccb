import { expect, test } from 'vitest';
import { plannedTable } from '#engine/plan/test-table.ts';
import { NO_PROGRESS, type Progress, type StepProgress } from '#engine/progress/progress.ts';
import { newTable } from '#engine/progress/table.ts';
import type { TaskState } from '#engine/task/state.ts';
import { stageState } from './stage-state.ts';

const step = (name: StepProgress['step']): StepProgress => ({ step: name, state: 'running', startedAt: 1, finishedAt: null });
const table = newTable(plannedTable({ id: 't', source: { schema: 's', name: 't' }, estimatedRows: 100, bytes: 1_000 }));
/** Two statements before the data and one after it, each as its letter says; no row is there. */
const progress = (states: string): Progress => ({
  ...NO_PROGRESS,
  steps: [step('schema'), step('full')],
  structure: { ...NO_PROGRESS.structure, states, phases: 'bba' },
  tables: { t: table },
});
const LOADING: TaskState = { name: 'loading' };
const ERROR = { code: 'structure.failed', message: { en: 'm', zh: 'm' }, hint: { en: 'h', zh: 'h' }, retry: 'by-hand' } as const;
const FAILED: TaskState = { name: 'failed', from: 'loading', error: { ...ERROR, side: 'destination', object: 's.t', connection: false } };

test('what is left of the structure waits for the data, whatever else failed', () => {
  expect(stageState(step('schema'), LOADING, progress('ddw'))).toBe('between');
  expect(stageState(step('schema'), LOADING, progress('dfw'))).toBe('between');
  expect(stageState(step('schema'), FAILED, progress('ddw'))).toBe('between');
});

test('a task that failed with objects that could not be made shows it where they are made', () => {
  expect(stageState(step('schema'), FAILED, progress('dfw'))).toBe('failed');
});
