import { DESTINATION_ALL, DESTINATION_ONE, KILL, SOURCE_ALL, SOURCE_ONE, VIEW_LOST, WALSENDER } from './connections.ts';
import { at, type Injection } from './fault.ts';
import { copying, copyingFor, finishing, marked, meeting, SLOT_IS_MADE } from './moments.ts';
import { DESTINATION_CRASHES, DESTINATION_STOPS, DISK_FULL, SOURCE_CRASHES, SOURCE_STOPS } from './outages.ts';
import {
  ALTER_BIG,
  CLUSTER_BIG,
  COLLATE_DOCS,
  REWRITE_BIG,
  REWRITE_DOCS,
  REWRITE_SMALL,
  TRUNCATE,
  VACUUM_BIG,
  VACUUM_HEAP,
} from './rewrites.ts';

/** Every fault of the full run, and each moment it falls at. */
export const FULL: readonly Injection[] = [
  ...at(KILL, [
    ...[SLOT_IS_MADE, SLOT_IS_MADE],
    ...[copying(1), copying(2), copying(4), copyingFor(150), copyingFor(700), copyingFor(1_500), copyingFor(2_500)],
    ...[marked(1), marked(2), marked(3), marked(10)],
    ...[finishing(1), finishing(2), finishing(3)],
    ...[meeting(0), meeting(0), meeting(200)],
  ]),
  ...at(SOURCE_ONE, [copying(2), copyingFor(900)]),
  ...at(SOURCE_ALL, [copying(3), marked(2), finishing(1)]),
  ...at(DESTINATION_ONE, [copyingFor(400), marked(1)]),
  ...at(DESTINATION_ALL, [copying(1), finishing(2), meeting(0)]),
  ...at(WALSENDER, [SLOT_IS_MADE, meeting(100)]),
  ...at(VIEW_LOST, [copying(1), copyingFor(1_200), marked(3)]),
  ...at(SOURCE_STOPS, [copyingFor(300)]),
  ...at(SOURCE_CRASHES, [copying(2), meeting(0)]),
  ...at(DESTINATION_STOPS, [copying(3)]),
  ...at(DESTINATION_CRASHES, [copyingFor(1_000), finishing(2)]),
  ...at(DISK_FULL, [copying(2), marked(2)]),
  ...at(TRUNCATE, [copying(1), copyingFor(500)]),
  ...at(REWRITE_SMALL, [copying(2)]),
  ...at(REWRITE_DOCS, [copying(1)]),
  ...at(REWRITE_BIG, [marked(1)]),
  ...at(VACUUM_BIG, [copying(2)]),
  ...at(CLUSTER_BIG, [marked(2)]),
  ...at(VACUUM_HEAP, [copyingFor(600)]),
  ...at(ALTER_BIG, [copyingFor(200), marked(1)]),
  ...at(COLLATE_DOCS, [copying(2)]),
];

/** One of each that `npm test` has the time for. */
export const SHORT: readonly Injection[] = [
  ...at(KILL, [SLOT_IS_MADE, copying(1), finishing(1), meeting(0)]),
  ...at(DESTINATION_ALL, [copying(1)]),
  ...at(VIEW_LOST, [copyingFor(100)]),
  ...at(TRUNCATE, [copying(1)]),
  ...at(REWRITE_DOCS, [copying(1)]),
];
