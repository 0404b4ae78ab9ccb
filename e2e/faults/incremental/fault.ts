import type { Disk } from '../disk.ts';
import type { Ground } from './ground.ts';

/** What a run has at hand. */
export interface Means {
  readonly disk: Disk | null;
  readonly sourceMajor: number;
}

/** Something that goes wrong while changes are followed. */
export interface Fault {
  readonly name: string;
  /** Does it, and waits as long as it lasts. False when there was nothing to hit: it is then tried again later, and not counted. */
  readonly inject: (ground: Ground) => Promise<boolean>;
  /** What somebody does about it outside of the task: starts the server again, makes room. */
  readonly heal?: (ground: Ground) => Promise<void>;
  /** Why it cannot be had here, or null. */
  readonly missing?: (means: Means) => string | null;
}

export function lasts(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** True once it holds; false when it does not in time. */
export async function becomes(holds: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await lasts(20);
  }
  return true;
}
