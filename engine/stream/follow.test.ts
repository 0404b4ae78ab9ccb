import { expect, test } from 'vitest';
import type { Destination, ExistingTable } from '../destination/destination.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import { asPosition, type ChangeBatch, type ChangeEvent, type RelationShape } from '../schema/row.ts';
import { tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { follow } from './follow.ts';

const table = { schema: 's', name: 't' };
const relation: RelationShape = { id: tableId(table), table, columns: ['id'], types: [], identity: ['id'] };
const position = (n: number) => asPosition(n.toString(16).toUpperCase().padStart(16, '0'));
const transaction = (at: number): ChangeEvent[] => [
  { kind: 'begin', commit: position(at), at: 1 },
  { kind: 'insert', relation, next: [String(at)] },
  { kind: 'commit', end: position(at + 1), at: 1 },
];

const NO_COMMANDS = {
  captured: false,
  naming: () => {
    throw new Error('There was no command.');
  },
  chosen: () => null,
  operations: () => null,
  onTables: () => {},
};

const plan: Plan = {
  steps: ['incremental'],
  tables: [{ id: relation.id, where: null, columns: [], leftOut: [], hasRows: true } as unknown as TablePlan],
  statements: [],
  sequences: [],
  leftOut: [],
};

/** What arrives while a batch is being applied moves the end of the log as heard, but is not applied yet. */
test('what is only heard while a batch is applied is not taken for applied', async () => {
  const arriving = [transaction(10), transaction(20), transaction(30)];
  let heard = position(0);
  let unread: ChangeEvent[] = [];
  const arrive = () => {
    const events = arriving.shift() ?? [];
    unread.push(...events);
    const last = events.at(-1);
    if (last?.kind === 'commit') heard = last.end;
  };
  const batches: ChangeBatch[] = [];
  const source: Pick<Source, 'openStream' | 'now' | 'unpublished' | 'columnsNow'> = {
    unpublished: async () => [],
    columnsNow: async () => new Map(),
    now: async () => ({ position: position(31), clock: Date.now() }),
    openStream: async () => ({
      next: async () => {
        if (unread.length === 0) arrive();
        const events = unread;
        unread = [];
        return events;
      },
      heard: () => heard,
      acknowledge: () => {},
      [Symbol.asyncDispose]: async () => {},
    }),
  };
  const destination: Pick<Destination, 'apply' | 'capabilities' | 'flush'> = {
    capabilities: { copyFormats: ['text'] },
    flush: async () => {},
    apply: async (batch) => {
      arrive();
      batches.push(batch);
      return { missed: new Map() };
    },
  };
  await follow({
    source: source as Source,
    destination: destination as Destination,
    plan,
    checkpoint: position(0),
    loaded: new Map([[relation.id, null]]),
    limits: { throttle: null, streams: 1, incremental: null, classRows: null },
    onLimits: () => {},
    emit: () => {},
    onDurable: () => {},
    signal: new AbortController().signal,
    until: position(31),
    converging: new Set(),
    read: null,
    columnType: (type) => type,
    ...NO_COMMANDS,
  });
  expect(batches.flatMap(({ changes }) => changes)).toHaveLength(3);
  expect(batches.map(({ commit }) => commit?.position)).toEqual([position(11), position(21), position(31)]);
});

test('a transaction that was begun at the destination is ended there, past the place where following ends', async () => {
  const many = Array.from({ length: 10_001 }, (): ChangeEvent => ({ kind: 'insert', relation, next: ['1'] }));
  const arriving: ChangeEvent[][] = [
    [...transaction(30), { kind: 'begin', commit: position(40), at: 1 }, ...many],
    [{ kind: 'commit', end: position(41), at: 1 }],
  ];
  const batches: ChangeBatch[] = [];
  const source: Pick<Source, 'openStream' | 'now' | 'unpublished' | 'columnsNow'> = {
    unpublished: async () => [],
    columnsNow: async () => new Map(),
    now: async () => ({ position: position(41), clock: Date.now() }),
    openStream: async () => ({
      next: async () => arriving.shift() ?? [],
      heard: () => position(0),
      acknowledge: () => {},
      [Symbol.asyncDispose]: async () => {},
    }),
  };
  const destination: Pick<Destination, 'apply' | 'capabilities' | 'flush'> = {
    capabilities: { copyFormats: ['text'] },
    flush: async () => {},
    apply: async (batch) => {
      batches.push(batch);
      return { missed: new Map() };
    },
  };
  await follow({
    source: source as Source,
    destination: destination as Destination,
    plan,
    checkpoint: position(0),
    loaded: new Map([[relation.id, null]]),
    limits: { throttle: null, streams: 1, incremental: null, classRows: null },
    onLimits: () => {},
    emit: () => {},
    onDurable: () => {},
    signal: new AbortController().signal,
    until: position(31),
    converging: new Set(),
    read: null,
    columnType: (type) => type,
    ...NO_COMMANDS,
  });
  expect(batches.map(({ commit }) => commit?.position ?? null)).toEqual([position(31), null, position(41)]);
});

test('a type that a person has put right is known at once, whatever comes from the source', async () => {
  const kept = { source: 'id', destination: 'id', type: 'integer', kept: { is: 'bigint', was: 'integer' } };
  const source: Pick<Source, 'openStream' | 'now' | 'unpublished'> = {
    unpublished: async () => [],
    now: async () => ({ position: position(0), clock: Date.now() }),
    openStream: async () => ({
      next: () => new Promise(() => {}),
      heard: () => position(0),
      acknowledge: () => {},
      [Symbol.asyncDispose]: async () => {},
    }),
  };
  const done: string[] = [];
  const destination: Pick<Destination, 'apply' | 'capabilities' | 'flush' | 'carry' | 'existing'> = {
    capabilities: { copyFormats: ['text'] },
    existing: async () => [{ ...table, columns: [{ name: 'id', type: 'bigint' }] } as unknown as ExistingTable],
    carry: async ({ tables }) => {
      done.push(`carry ${tables.get(relation.id)?.columns[0]?.type}`);
    },
    apply: async ({ commit }) => {
      done.push(`apply ${commit?.position === position(0)}`);
      return { missed: new Map() };
    },
    flush: async () => {
      done.push('flush');
    },
  };
  await follow({
    source: source as Source,
    destination: destination as Destination,
    plan: { ...plan, tables: [{ ...plan.tables[0], destination: table, columns: [kept] } as unknown as TablePlan] },
    checkpoint: position(0),
    loaded: new Map([[relation.id, null]]),
    limits: { throttle: null, streams: 1, incremental: null, classRows: null },
    onLimits: () => {},
    emit: () => {},
    onDurable: () => {},
    signal: new AbortController().signal,
    until: position(0),
    converging: new Set(),
    read: null,
    columnType: (type) => type,
    ...NO_COMMANDS,
    naming: () => ({}) as NameMap,
  });
  expect(done).toEqual(['carry bigint', 'apply true', 'flush']);
});
