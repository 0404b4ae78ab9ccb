import { expect, test } from 'vitest';
import { objectId, type SchemaObject } from '../schema/object.ts';
import type { TableName } from '../schema/table.ts';
import { tableId } from '../schema/table.ts';
import { chooseObjects } from './choose.ts';
import type { TablePlan } from './plan.ts';
import { plannedTable } from './test-table.ts';

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
  return plannedTable({ id: tableId(named(name)), source: named(name), ...more });
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

const status = object('type', 'status');
const numbers = object('sequence', 'ticket_id_seq', {
  laterRequires: [objectId({ kind: 'table', schema: 'app', name: 'ticket', table: null })],
});
const ticket = object('table', 'ticket', { requires: [status.id] });
const onTicket = { table: named('ticket'), requires: [ticket.id], phase: 'after' as const };
const index = object('index', 'ticket_by', onTicket);
const policy = object('policy', 'own_rows', onTicket);
const fires = object('function', 'fires()');
const trigger = object('trigger', 'audit', { ...onTicket, requires: [ticket.id, fires.id] });
const rule = object('rule', 'quiet', onTicket);
const open = object('view', 'open_tickets', { requires: [ticket.id], reads: [{ relation: ticket.id, column: 'note' }] });
const cast = object('cast', 'status AS text', { schema: null, requires: [status.id] });
const onDrop = object('event-trigger', 'on_drop', { schema: null, requires: [fires.id], phase: 'after' });
const everything = [status, numbers, ticket, index, policy, fires, trigger, rule, open, cast, onDrop];

function pick(selection: object, more: { readonly eventTriggers?: string[]; readonly leftOut?: string[] } = {}) {
  const { eventTriggers = [], leftOut = [] } = more;
  return chooseObjects({
    config: { objects: [{ schema: 'app', ...selection }], structure: { ownership: false, grants: false, eventTriggers } },
    objects: everything,
    tables: [plan('ticket', { leftOut })],
    present: () => false,
    refuses: () => null,
  });
}

const names = (objects: readonly SchemaObject[]) => objects.map(({ name }) => name).sort();

test('a table alone brings what it cannot be without, its indexes and policies; views, triggers, rules and routines stay', () => {
  const { chosen, leftOut } = pick({ tables: [{ name: 'ticket' }] });
  expect(names(chosen)).toEqual(['own_rows', 'status', 'status AS text', 'ticket', 'ticket_by', 'ticket_id_seq']);
  expect(leftOut).toEqual([]);
});

test('a trigger that was named brings its function, and only it', () => {
  const { chosen } = pick({ tables: [{ name: 'ticket' }], others: [{ kind: 'trigger', table: 'ticket', name: 'audit' }] });
  expect(names(chosen)).toContain('audit');
  expect(names(chosen)).toContain('fires()');
  expect(names(chosen)).not.toContain('quiet');
});

test('a whole schema brings everything but event triggers, which are named', () => {
  expect(names(pick({}).chosen)).toEqual(names(everything.filter((each) => each !== onDrop)));
  expect(names(pick({}, { eventTriggers: ['on_drop'] }).chosen)).toContain('on_drop');
});

test('what reads a column that was not chosen is left out, with the column named', () => {
  const { chosen, leftOut } = pick({}, { leftOut: ['note'] });
  expect(names(chosen)).not.toContain('open_tickets');
  expect(leftOut.map(({ object, reason }) => [object, reason])).toEqual([['app.open_tickets', 'column']]);
  expect(leftOut[0]?.cause.en).toContain('note of app.ticket');
});
