import { expect, test } from 'vitest';
import type { ObjectSummary } from '#engine/engine.ts';
import { type ObjectKind, type ObjectName, objectId, objectLabel } from '#engine/schema/object.ts';
import type { TableSummary } from '#engine/schema/table.ts';
import type { Loaded } from './browse.ts';
import { type ProposalsInput, proposalsOf, schemaSeed } from './proposals.ts';

function named(kind: ObjectKind, schema: string, name: string): ObjectName {
  return { kind, schema, name, table: null };
}

function table(schema: string, name: string, parent: string | null = null): TableSummary {
  const kind = parent === null ? 'table' : 'partition';
  return { schema, name, kind, parent: parent === null ? null : { schema, name: parent }, estimatedRows: 1, bytes: 1, hasKey: true };
}

function belongs(object: ObjectName, ...proposes: ObjectName[]): ObjectSummary {
  return { ...object, proposes, refused: null };
}

const ORDERS = named('table', 'sales', 'orders');
const NUMBERS = named('sequence', 'sales', 'orders_id_seq');
const CUSTOMER = named('table', 'crm', 'customer');
const COUNTRY = named('table', 'crm', 'country');
const VIEW = named('view', 'sales', 'report');
const EVENTS = named('table', 'sales', 'events');
const PART = named('table', 'sales', 'events_1');
const SIBLING = named('table', 'sales', 'events_2');
const TRIGGER: ObjectName = { kind: 'trigger', schema: 'sales', name: 'touch', table: { schema: 'sales', name: 'orders' } };
const IN_C = named('function', 'sales', 'in_c()');

const SALES: Loaded = {
  state: 'loaded',
  tables: [table('sales', 'orders'), table('sales', 'events'), table('sales', 'events_1', 'events'), table('sales', 'events_2', 'events')],
  objects: [
    belongs(ORDERS, NUMBERS, CUSTOMER),
    belongs(NUMBERS),
    belongs(VIEW, ORDERS),
    belongs(EVENTS, PART, SIBLING),
    belongs(PART, EVENTS),
    belongs(SIBLING, EVENTS),
    belongs(TRIGGER, IN_C, ORDERS),
    { ...belongs(IN_C), refused: { cause: { en: '', zh: '' }, fix: { en: '', zh: '' } } },
  ],
};
const CRM: Loaded = {
  state: 'loaded',
  tables: [table('crm', 'customer'), table('crm', 'country')],
  objects: [belongs(CUSTOMER, COUNTRY)],
};
const READ = new Map([
  ['sales', SALES],
  ['crm', CRM],
]);

function proposed(input: Partial<ProposalsInput>) {
  const { items, origins, unread } = proposalsOf({ seeds: [], objects: [], contents: READ, declined: new Set(), ...input });
  return { items: items.map(objectLabel), origins: origins.map(objectLabel), unread };
}

const chose = (...tables: string[]) => [{ schema: 'sales', tables: tables.map((name) => ({ name })) }];
const choseOther = (kind: 'view' | 'trigger', name: string, of?: string) => [
  { schema: 'sales', others: [{ kind, name, ...(of === undefined ? {} : { table: of }) }] },
];

test('a table brings its sequence, the tables its foreign keys point to, and theirs in turn; tables come first', () => {
  expect(proposed({ seeds: [ORDERS], objects: chose('orders') })).toEqual({
    items: ['crm.country', 'crm.customer', 'sales.orders_id_seq'],
    origins: ['sales.orders'],
    unread: [],
  });
});

test('a view brings its tables; what is chosen already is not offered, nor what belongs with that', () => {
  expect(proposed({ seeds: [VIEW], objects: choseOther('view', 'report') }).items).toContain('sales.orders');
  const objects = [{ schema: 'sales', tables: [{ name: 'orders' }], others: [{ kind: 'view' as const, name: 'report' }] }];
  expect(proposed({ seeds: [VIEW], objects })).toEqual({ items: [], origins: [], unread: [] });
});

test('a partition brings its table, with which the other partitions come along', () => {
  expect(proposed({ seeds: [PART], objects: chose('events_1') }).items).toEqual(['sales.events']);
  expect(proposed({ seeds: [EVENTS], objects: chose('events') }).items).toEqual([]);
});

test('a trigger brings its table; a function that cannot be carried is not offered', () => {
  const { items } = proposed({ seeds: [TRIGGER], objects: choseOther('trigger', 'touch', 'orders') });
  expect(items).toContain('sales.orders');
  expect(items).not.toContain('sales.in_c()');
});

test('a whole schema brings what its objects need of others', () => {
  expect(proposed({ seeds: [schemaSeed('sales')], objects: [{ schema: 'sales' }] })).toEqual({
    items: ['crm.country', 'crm.customer'],
    origins: ['sales'],
    unread: [],
  });
});

test('what was declined stays away with all that only it leads to; what was unticked again asks for nothing', () => {
  const declined = new Set([objectId(CUSTOMER)]);
  expect(proposed({ seeds: [ORDERS], objects: chose('orders'), declined }).items).toEqual(['sales.orders_id_seq']);
  expect(proposed({ seeds: [ORDERS], objects: [] }).items).toEqual([]);
});

test('schemas that were not read yet are named', () => {
  const contents = new Map([['sales', SALES]]);
  expect(proposed({ seeds: [ORDERS], objects: chose('orders'), contents })).toMatchObject({
    items: ['crm.customer', 'sales.orders_id_seq'],
    unread: ['crm'],
  });
});

test('a foreign key that leads back to where it began ends there', () => {
  const round: Loaded = { state: 'loaded', tables: [], objects: [belongs(CUSTOMER, COUNTRY), belongs(COUNTRY, CUSTOMER)] };
  const objects = [{ schema: 'crm', tables: [{ name: 'customer' }] }];
  expect(proposed({ seeds: [CUSTOMER], objects, contents: new Map([['crm', round]]) }).items).toEqual(['crm.country']);
});
