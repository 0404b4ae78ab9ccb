import type { TaskConfig } from '#engine/task/config.ts';
import type { PostgresServer } from '#lib/postgres/server.ts';
import type { Verdict } from './verdict.ts';

/** Where the shop can be taken. */
export const TARGETS = ['postgresql', 'selectdb'] as const;
export type Target = (typeof TARGETS)[number];

/** Looks at the destination from outside the engine. */
export interface Eye {
  /** Between two looks: as often as the destination bears it beside the task. */
  readonly everyMs: number;
  /** What `sales.daily_total` says of a day; null while it says nothing. */
  orders(day: string): Promise<number | null>;
  close(): Promise<void>;
}

/** A shop in use and an empty destination, of whatever kind that is. */
export interface Stage {
  readonly source: PostgresServer;
  readonly destination: TaskConfig['destination'];
  /** Of the destination, for whoever reads the terminal. */
  readonly place: string;
  /** What was found, made or kept, said once each. */
  readonly news: string;
  readonly farewell: string;
  /** The whole shop: structure, rows, and every change from then on. */
  task(name: string): TaskConfig;
  /** Whether all that is at the source is at the destination. Nobody writes meanwhile. */
  judge(): Promise<Verdict>;
  openEye(): Promise<Eye>;
  stop(): Promise<void>;
  /** Stops, and takes away what was made for this stage alone. */
  remove(): Promise<void>;
}
