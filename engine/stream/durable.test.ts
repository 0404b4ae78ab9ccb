import { expect, test } from 'vitest';
import { asPosition } from '../schema/row.ts';
import { Durable } from './durable.ts';
import { Lag } from './lag.ts';

function durable(capability: { readonly gatherMs?: number }, limits: { readonly gatherMs?: number }): Durable {
  return new Durable({
    destination: { capabilities: { copyFormats: ['text'], ...capability }, flush: async () => {} },
    stream: { acknowledge: () => {} },
    onDurable: () => {},
    lag: new Lag(0),
    position: asPosition('0000000000000001'),
    limits,
  });
}

test('how long changes are gathered may be changed while they are, where they are gathered at all', () => {
  const gathering = durable({ gatherMs: 5_000 }, {});
  expect(gathering.everyMs).toBe(5_000);
  gathering.set({ gatherMs: 1_000 });
  expect(gathering.everyMs).toBe(1_000);
  gathering.set({});
  expect(gathering.everyMs).toBe(5_000);
  expect(durable({ gatherMs: 5_000 }, { gatherMs: 2_000 }).everyMs).toBe(2_000);
  const atOnce = durable({}, {}).everyMs;
  expect(durable({}, { gatherMs: 2_000 }).everyMs).toBe(atOnce);
});
