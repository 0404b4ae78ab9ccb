export { becomes, lasts } from '../incremental/fault.ts';

import type { Ground } from './ground.ts';

/** Something that goes wrong between the engine and SelectDB, or at either of them. */
export interface Fault {
  readonly name: string;
  /** While rows are loaded, or while changes are followed. */
  readonly during: 'load' | 'changes';
  /** Does it, and waits as long as it lasts. False when there was nothing to hit: it is then tried again later, and not counted. */
  readonly inject: (ground: Ground) => Promise<boolean>;
  /** What somebody does about it outside of the task. */
  readonly heal?: (ground: Ground) => Promise<void> | void;
  /** Codes of the errors with which the task may stop and wait for a person; whoever resumes it then has mended nothing but the cause. */
  readonly stops?: readonly string[];
}
