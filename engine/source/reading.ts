import type { Decoder } from '../schema/slot.ts';

/** Room for changes that are told of before they are committed. */
export interface Spill {
  readonly folder: string;
  /** Of disk, for all transactions together. */
  readonly bytes: number;
}

/** How the log is read. */
export interface Reading extends Spill {
  /** Absent: by the server's version. */
  readonly decoder?: Decoder | undefined;
  /** Slots whose log is to be had as text: each attempt to follow it adds what it found. */
  readonly asText: Set<string>;
}
