import type { ErrorReport } from '../errors.ts';
import type { Text } from '../text.ts';

/** The stages of a connection test, in the order they can fail. `bastion` is there only where the way leads through one. */
export type Stage = 'bastion' | 'name' | 'port' | 'tls' | 'login' | 'database' | 'privilege' | 'replication';

export interface StageResult {
  readonly stage: Stage;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** What was seen, e.g. the resolved address or the server's version. */
  readonly detail: Text | null;
  readonly error: ErrorReport | null;
}

export interface Diagnosis {
  readonly ok: boolean;
  readonly stages: readonly StageResult[];
}
