import type { Ground } from './ground.ts';

/** Where in a load a fault falls, in the order they come. */
export const STAGES = ['slot', 'copy', 'finish', 'meet'] as const;
export type Stage = (typeof STAGES)[number];

/** When a fault falls. */
export interface Moment {
  readonly name: string;
  readonly stage: Stage;
  /** Resolves when it has come; false when it can come no more, or the process ended by itself while it was waited for. */
  readonly reached: (ground: Ground) => Promise<boolean>;
}

/** Something that goes wrong. */
export interface Fault {
  readonly name: string;
  /** False when there was nothing to hit: it is then tried again at another time, and not counted. */
  readonly inject: (ground: Ground) => Promise<boolean>;
  /** What somebody does about it outside of the task: starts the server again, makes room. */
  readonly heal?: (ground: Ground) => Promise<void>;
  /** Why it cannot be had here, or null. */
  readonly missing?: (ground: Pick<Ground, 'disk'>) => string | null;
}

export interface Injection {
  readonly fault: Fault;
  readonly moment: Moment;
  /** Times it had nothing to hit. */
  readonly misses: number;
}

export function at(fault: Fault, moments: readonly Moment[]): readonly Injection[] {
  return moments.map((moment) => ({ fault, moment, misses: 0 }));
}
