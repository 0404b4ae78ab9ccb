import type { Costs } from '../profile.ts';
import type { Program } from '../program.ts';
import type { Result } from '../report.ts';
import type { Stage } from '../stage.ts';

/** What every part of the bench is given. */
export interface Bench {
  readonly stage: Stage;
  /** Null where there is none: then the server makes the same transactions. */
  readonly pgbench: Program | null;
  readonly say: (line: string) => void;
}

export interface Measured {
  readonly results: readonly Result[];
  /** For the table of where the time goes. */
  readonly costs: readonly Costs[];
}
