import {
  APPLY_CANCELLED,
  APPLY_ENDS,
  APPLY_ENDS_WRITING,
  accountLocked,
  CONTROL_ENDS,
  databaseClosed,
  LOCKED,
  passwordChanges,
  readOnlyDatabase,
  readOnlyServer,
  SOURCE_ENDS,
  WALSENDER_CANCELLED,
  WALSENDER_ENDS,
} from './administered.ts';
import { clockJumps, clockJumpsWaiting } from './clock.ts';
import {
  ANSWERED,
  APPLY,
  APPLY_BEGINS,
  APPLY_LOGIN,
  APPLY_READY,
  ASKED,
  after,
  anywhere,
  BEGIN,
  COMMIT,
  COMMITS,
  COMMITTED,
  CONTROL,
  cut,
  DEAF,
  DELETE,
  DUMB,
  everywhere,
  FOLLOW,
  FOLLOW_ASKED,
  FOLLOW_BEGINS,
  FOLLOW_LOGIN,
  INSERT,
  KEEPALIVE,
  MANY_ROWS,
  ORPHAN,
  RELATION,
  RESET,
  ROWS,
  STALL,
  STATUS,
  TRUNCATE,
  UPDATE,
  WRITTEN,
} from './cuts.ts';
import { closed, PARTITION } from './doors.ts';
import type { Fault } from './fault.ts';
import { KILL, KILL_WAITING, killAt, MACHINE_LOST, MACHINE_LOST_COMMITTING } from './kills.ts';
import { DISK_FULL, stops, stopsTwice } from './outages.ts';
import { SLOT_HELD } from './slot.ts';

const BOTH = ['source', 'destination'] as const;

/** What is done to the one connection that the log comes by. */
const FOLLOWING: readonly Fault[] = [
  cut(FOLLOW_LOGIN, 0.5, RESET),
  cut(FOLLOW_ASKED, 0.5, RESET),
  cut(FOLLOW_ASKED, 1, ORPHAN),
  cut(FOLLOW_BEGINS, 0, RESET),
  cut(FOLLOW_BEGINS, 1, DUMB),
  cut(RELATION, 0.5, RESET),
  cut(BEGIN, 1, RESET),
  cut(BEGIN, 0.5, DUMB),
  cut(INSERT, 0.5, RESET),
  cut(INSERT, 1, ORPHAN),
  cut(UPDATE, 0.5, DEAF),
  cut(UPDATE, 0, STALL),
  cut(DELETE, 0.5, RESET),
  cut(TRUNCATE, 0.5, RESET),
  cut(TRUNCATE, 1, DUMB),
  cut(COMMIT, 0, RESET),
  cut(COMMIT, 0.5, RESET),
  cut(COMMIT, 1, RESET),
  cut(COMMIT, 0.5, STALL),
  cut(KEEPALIVE, 0.5, RESET),
  cut(STATUS, 0, DEAF),
  cut(STATUS, 0.5, RESET),
  cut(STATUS, 0.5, ORPHAN),
  cut(STATUS, 1, RESET),
  anywhere(FOLLOW, ORPHAN),
  anywhere(FOLLOW, STALL),
  // Longer than the server waits for word of whoever follows its log.
  anywhere(FOLLOW, { kind: 'stall', way: 'up', ms: 14_000 }),
  after(FOLLOW, 'down', 200_000),
  after(FOLLOW, 'down', 2_000),
  after(FOLLOW, 'up', 60),
  cut(ASKED, 0.5, RESET),
  cut(ANSWERED, 0.5, DUMB),
  anywhere(CONTROL, DEAF),
  anywhere(CONTROL, STALL),
];

/** What is done to the one connection by which changes are written. */
const APPLYING: readonly Fault[] = [
  cut(APPLY_LOGIN, 0.5, RESET),
  cut(APPLY_READY, 0, DUMB),
  cut(APPLY_BEGINS, 1, RESET),
  cut(ROWS, 0.5, RESET),
  cut(ROWS, 1, ORPHAN),
  cut(ROWS, 0, DEAF),
  cut(MANY_ROWS, 0.5, RESET),
  cut(MANY_ROWS, 0.5, ORPHAN),
  cut(MANY_ROWS, 1, STALL),
  cut(WRITTEN, 0, RESET),
  cut(WRITTEN, 0.5, DUMB),
  cut(COMMITS, 0, RESET),
  cut(COMMITS, 0.5, RESET),
  cut(COMMITS, 1, RESET),
  cut(COMMITS, 1, DEAF),
  cut(COMMITTED, 0, RESET),
  cut(COMMITTED, 0, ORPHAN),
  cut(COMMITTED, 0.5, DUMB),
  cut(COMMITTED, 1, RESET),
  anywhere(APPLY, STALL),
  after(APPLY, 'up', 100_000),
  after(APPLY, 'down', 500),
];

const NETWORK: readonly Fault[] = [
  everywhere(BOTH, RESET),
  everywhere(BOTH, { kind: 'stall', way: 'both', ms: 6_000 }),
  closed(['source'], 'shut', 5_000),
  closed(['destination'], 'shut', 5_000),
  closed(BOTH, 'slammed', 4_000),
  closed(['destination'], 'silent', 12_000),
  PARTITION,
];

const SERVERS: readonly Fault[] = [
  stops(['source'], 'fast', 2_000),
  stops(['source'], 'immediate', 2_000),
  stops(['source'], 'immediate', 0),
  stops(['destination'], 'fast', 2_000),
  stops(['destination'], 'immediate', 2_000),
  stops(['destination'], 'immediate', 0),
  stops(BOTH, 'immediate', 1_000),
  stopsTwice('source'),
  stopsTwice('destination'),
  DISK_FULL,
  DISK_FULL,
];

const SESSIONS: readonly Fault[] = [
  WALSENDER_ENDS,
  WALSENDER_CANCELLED,
  CONTROL_ENDS,
  SOURCE_ENDS,
  APPLY_ENDS,
  APPLY_ENDS_WRITING,
  APPLY_CANCELLED,
  LOCKED,
  SLOT_HELD,
  passwordChanges(['source'], 3_000),
  passwordChanges(['destination'], 3_000),
  passwordChanges(BOTH, 4_000),
  accountLocked('destination', 3_000),
  databaseClosed('source', 3_000),
  databaseClosed('destination', 3_000),
  readOnlyDatabase(60_000),
  readOnlyServer(4_000),
];

const KILLS: readonly Fault[] = [
  KILL,
  KILL,
  KILL,
  killAt(COMMIT, 0.5),
  killAt(MANY_ROWS, 0.5),
  killAt(WRITTEN, 0),
  killAt(COMMITS, 0),
  killAt(COMMITS, 1),
  killAt(COMMITTED, 1),
  killAt(STATUS, 0.5),
  KILL_WAITING,
  MACHINE_LOST,
  MACHINE_LOST_COMMITTING,
];

const CLOCKS: readonly Fault[] = [clockJumps(6), clockJumps(-13), clockJumps(2, -5, 1), clockJumpsWaiting(3), clockJumpsWaiting(-4)];

/** Every fault of the incremental run. */
export const INCREMENTAL: readonly Fault[] = [...FOLLOWING, ...APPLYING, ...NETWORK, ...SERVERS, ...SESSIONS, ...KILLS, ...CLOCKS];

/** Those that `npm test` has the time for. */
export const SHORT: readonly Fault[] = [
  cut(COMMIT, 0.5, RESET),
  cut(COMMITTED, 0, RESET),
  cut(ROWS, 1, ORPHAN),
  cut(FOLLOW_BEGINS, 0, RESET),
  APPLY_ENDS_WRITING,
  stops(['destination'], 'immediate', 500),
  stops(['source'], 'fast', 500),
  killAt(COMMITS, 1),
  clockJumps(-13),
];
