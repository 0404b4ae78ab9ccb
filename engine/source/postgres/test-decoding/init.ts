import type { Position, TableChange } from '../../../schema/row.ts';
import type { PostgresEndpoint } from '../../../task/config.ts';
import type { Spill } from '../../reading.ts';
import type { Follows } from './decoder.ts';

export interface TestDecodingInit {
  readonly endpoint: PostgresEndpoint;
  /** Of the slot. */
  readonly name: string;
  readonly from: Position | null;
  /** For transactions that are too large for memory; of this stream alone. */
  readonly spill: Spill;
  /** The log tells of all tables of the database. */
  readonly follows: Follows;
  /** The log tells of commands. Absent: it does not. */
  readonly noted?: boolean;
  /** Is told of what was decoded, before what comes after it is. */
  readonly onChange?: (change: TableChange) => void;
  /** How long nothing may be heard. */
  readonly silenceMs?: number;
}
