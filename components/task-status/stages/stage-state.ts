import type { StateTone } from '#components/ui/state-pill.tsx';
import type { Progress, StepProgress } from '#engine/progress/progress.ts';
import { countStatements } from '#engine/progress/structure.ts';
import { loadSummary } from '#engine/progress/summary.ts';
import type { TaskState } from '#engine/task/state.ts';

export type StageState = 'waiting' | 'between' | 'running' | 'done' | 'paused' | 'failed' | 'stopped';

export const STAGE_TONE: Readonly<Record<StageState, StateTone>> = {
  waiting: 'neutral',
  between: 'neutral',
  running: 'running',
  done: 'success',
  paused: 'warning',
  failed: 'danger',
  stopped: 'neutral',
};

export const BAR_TONE = {
  waiting: 'neutral',
  between: 'accent',
  running: 'accent',
  done: 'success',
  paused: 'warning',
  failed: 'danger',
  stopped: 'neutral',
} as const;

/** A step that has begun shares the fate of the task, unless the work at hand is another step's. */
export function stageState(step: StepProgress, task: TaskState, progress: Progress): StageState {
  if (step.state !== 'running') return step.state;
  if (step.step === 'schema' && waitsForData(progress)) return task.name === 'failed' && hasFailed(progress) ? 'failed' : 'between';
  if (step.step === 'full' && onlyStructureIsLeft(progress)) return 'done';
  if (task.name === 'paused' || task.name === 'failed' || task.name === 'stopped') return task.name;
  return 'running';
}

/** Tables are made; indexes and keys follow once the rows are there. */
function waitsForData(progress: Progress): boolean {
  const full = progress.steps.find(({ step }) => step === 'full');
  return full?.state === 'running' && nothingWaits(progress) && loadSummary(progress).percent !== 100;
}

function onlyStructureIsLeft(progress: Progress): boolean {
  return loadSummary(progress).percent === 100 && !isMade(progress);
}

const hasFailed = ({ structure }: Progress): boolean => countStatements(structure, 'before').failed > 0;

/** Of what comes before the data. What failed there waits for a person, and holds up only what needs it. */
function nothingWaits({ structure }: Progress): boolean {
  const { total, done, failed, skipped } = countStatements(structure, 'before');
  return done + failed + skipped === total;
}

function isMade({ structure }: Progress): boolean {
  const { total, done, skipped } = countStatements(structure, 'after');
  return done + skipped === total;
}
