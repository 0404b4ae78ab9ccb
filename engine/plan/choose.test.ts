import { expect, test } from 'vitest';
import { objectId, type SchemaObject } from '../schema/object.ts';
import type { TableName } from '../schema/table.ts';
import { tableId } from '../schema/table.ts';
import { chooseObjects } from './choose.ts';
import type { TablePlan } from './plan.ts';

function object(kind: SchemaObject['kind'], name: string, more: Partial<SchemaObject> = {}): SchemaObject {
  const table = more.table ?? null;
  return {
    id: objectId({ kind, schema: 'app', name, table }),
    kind,
    schema: 'app',
    name,
    table,
    columns: [],
    phase: 'before',
    sql: [],
    later: [],
    laterRequires: [],
    standIn: [],
    requires: [],
    reads: [],
    ownership: [],
    grants: [],
    roles: [],
    grantees: [],
    needs: [],
    refused: null,
    opaque: null,
    ...more,
  };
}

const named = (name: string): TableName => ({ schema: 'app', name });

function plan(name: string, more: Partial<TablePlan> = {}): TablePlan {
  return {
    id: tableId(named(name)),
    source: named(name),
    destination: named(name),
    columns: [],
    key: [],
    where: null,
    whereColumns: [],
    leftOut: [],
    origin: 'create',
    hasRows: true,
    identityAlways: false,
    estimatedRows: 0,
    bytes: 0,
    ...more,
  };
}

const customer = object('table', 'customer');
const key = object('constraint', 'customer_pkey', { table: named('customer'), requires: [customer.id], phase: 'after' });
const order = object('table', 'order');
const reference = object('foreign-key', 'fk', { table: named('order'), requires: [order.id, customer.id, key.id], phase: 'after' });
const grouped = object('view', 'grouped', { requires: [customer.id, key.id] });

function choose(present: readonly SchemaObject[]) {
  return chooseObjects({
    config: {
      objects: [{ schema: 'app', tables: [{ name: 'order' }], others: [{ kind: 'view', name: 'grouped' }] }],
      structure: { ownership: false, grants: false, eventTriggers: [] },
    },
    objects: [customer, key, order, reference, grouped],
    tables: [plan('order')],
    present: ({ id }) => present.some((each) => each.id === id),
    refuses: () => null,
  });
}

test('keys of tables that were not chosen are not made, be those there or not', () => {
  const nothing = choose([]);
  expect(nothing.chosen.map(({ name }) => name)).toEqual(['order']);
  expect(nothing.leftOut.map(({ object, reason }) => [object, reason])).toEqual([
    ['app.grouped', 'depends'],
    ['app.order: fk', 'depends'],
  ]);
  // What the destination has in the table's place is used as it is, with the key it has.
  const there = choose([customer]);
  expect(there.chosen.map(({ name }) => name)).toEqual(['order', 'grouped']);
  expect(there.leftOut.map(({ object }) => object)).toEqual(['app.order: fk']);
});
