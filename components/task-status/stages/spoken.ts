import type { Progress, StepProgress } from '#engine/progress/progress.ts';
import { countStatements } from '#engine/progress/structure.ts';
import { loadSummary } from '#engine/progress/summary.ts';
import { isCaughtUp } from './caught-up.ts';
import type { StageState } from './stage-state.ts';

/** What is said aloud of a step: how it stands, how far it is, or that it follows without delay. */
export type Spoken =
  | { readonly kind: 'state'; readonly state: StageState }
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'current' };

/** Tenths alone: somebody who listens is not to hear every figure. */
const GRAIN = 10;

export function spokenOf(step: StepProgress, state: StageState, progress: Progress, silent: boolean): Spoken {
  if (state !== 'running') return { kind: 'state', state };
  if (step.step === 'incremental') return isCaughtUp(progress, silent) ? { kind: 'current' } : { kind: 'state', state };
  const percent = step.step === 'full' ? loadSummary(progress).percent : percentMade(progress);
  return percent === null ? { kind: 'state', state } : { kind: 'percent', percent: Math.floor(percent / GRAIN) * GRAIN };
}

function percentMade({ structure }: Progress): number | null {
  const { total, done, skipped } = countStatements(structure, null);
  return total === 0 ? null : ((done + skipped) / total) * 100;
}
