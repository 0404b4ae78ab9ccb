import { postgresStage } from './postgres-stage.ts';
import { selectdbStage } from './selectdb/stage.ts';
import type { Stage, Target } from './stage.ts';

/** Servers below `dir`, the source with its shop. */
export function openStage(to: Target, { dir, signal }: { readonly dir: string; readonly signal: AbortSignal }): Promise<Stage> {
  return to === 'selectdb' ? selectdbStage(dir, signal) : postgresStage(dir, signal);
}
