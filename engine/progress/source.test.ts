import { expect, test } from 'vitest';
import type { HoldingTransaction, SlotHealth } from '../schema/slot.ts';
import type { TaskEvent } from './event.ts';
import { fold, NO_PROGRESS, type Progress } from './progress.ts';

const SLOT: SlotHealth = {
  name: 'dts_sync_a',
  active: true,
  status: 'reserved',
  reason: null,
  restart: null,
  confirmed: null,
  heldBytes: 5,
  roomBytes: null,
};
const WAITS: HoldingTransaction = {
  pid: 7,
  prepared: null,
  user: 'app',
  application: '',
  database: 'shop',
  state: 'idle in transaction',
  query: 'select 1',
  since: 0,
  ageMs: 9,
  writes: true,
};
const limit = { warnMegabytes: 10, pauseMegabytes: null, dropSlot: false };
const look: TaskEvent = { kind: 'source', at: 2, slot: SLOT, transactions: [WAITS], heartbeat: 'table', limit };

test('what was seen of the source stands until it is seen again; nobody is waited for once the log is followed', () => {
  const waiting = fold(NO_PROGRESS, { kind: 'slot-waits', at: 1, transactions: [WAITS] });
  expect(waiting.source).toMatchObject({ at: 1, slot: null, heartbeat: null, waits: [WAITS] });
  const seen = fold(waiting, look);
  expect(seen.source).toEqual({ at: 2, slot: SLOT, transactions: [WAITS], heartbeat: 'table', limit, waits: [] });
  expect(fold(seen, { kind: 'slot-waits', at: 3, transactions: [] }).source).toMatchObject({ slot: SLOT, waits: [] });
});

test('the incremental step waits again when all rows are copied again', () => {
  const steps: Progress['steps'] = [
    { step: 'full', state: 'done', startedAt: 1, finishedAt: 2 },
    { step: 'incremental', state: 'running', startedAt: 3, finishedAt: null },
  ];
  const again = fold({ ...NO_PROGRESS, steps }, { kind: 'step', at: 9, step: 'full', state: 'running' });
  expect(again.steps).toEqual([
    { step: 'full', state: 'running', startedAt: 1, finishedAt: null },
    { step: 'incremental', state: 'waiting', startedAt: null, finishedAt: null },
  ]);
});
