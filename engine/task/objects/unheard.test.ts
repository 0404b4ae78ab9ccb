import { describe, expect, test } from 'vitest';
import type { Joining, Plan } from '../../plan/plan.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { HEARTBEAT_TABLE } from '../../schema/helper.ts';
import { nameOfTable, tableId } from '../../schema/table.ts';
import { unheardOf } from './unheard.ts';

const named = (name: string) => ({ schema: 'app', name });
const idOf = (name: string) => tableId(named(name));
const planned = (name: string, hasRows = true) => plannedTable({ id: idOf(name), source: named(name), hasRows });

interface Case {
  readonly followed?: readonly string[];
  readonly plan?: Pick<Plan, 'joining' | 'away' | 'skippedTables'>;
}

function unheard(published: readonly string[], { followed = ['a', 'b'], plan = {} }: Case = {}): readonly string[] {
  const tables = [...followed.map((name) => planned(name)), planned('parts', false)];
  const found = unheardOf({ published: [...published.map(named), HEARTBEAT_TABLE], tables, plan });
  return [...found].map((id) => nameOfTable(id).name);
}

function joiningOf(name: string, more: Partial<Joining> = {}): Joining {
  const plan = { steps: [], tables: [planned(name)], statements: [], sequences: [], leftOut: [] };
  return { id: 'j1', objects: [], accepted: [], state: 'loading', plan, ids: [idOf(name)], ...more };
}

describe('what is published under a name that is new to the task', () => {
  test.each<[string, readonly string[], Case, readonly string[]]>([
    ['is nothing while all go by the names the task knows', ['a', 'b'], {}, []],
    ['is a table that was followed by another', ['a', 'new'], {}, ['new']],
    ['is that also where a strange table has the name it had', ['b', 'new'], {}, ['new']],
    ['is one that joins and was called otherwise', ['a', 'b', 'new'], { plan: { joining: [joiningOf('c')] } }, ['new']],
    ['is none that joins, by the name it has by now', ['a', 'c', 'new'], { plan: { joining: [joiningOf('c')] } }, ['new']],
    ['may be what was given up', ['a', 'b', 'new'], { plan: { joining: [joiningOf('c', { cancelled: true })] } }, []],
    ['may be what is not published yet', ['a', 'b', 'new'], { plan: { joining: [joiningOf('c', { plan: null })] } }, []],
    ['may be what was taken away', ['a', 'b', 'new'], { plan: { away: [{ id: idOf('c'), source: named('c'), settled: false }] } }, []],
    ['may be what a person does without', ['a', 'b', 'new'], { plan: { skippedTables: [idOf('c')] } }, []],
    ['is not what the task has heard of', ['a', 'c'], { plan: { away: [{ id: idOf('c'), source: named('c'), settled: true }] } }, []],
  ])('%s', (_, published, init, expected) => {
    expect(unheard(published, init)).toEqual(expected);
  });
});
