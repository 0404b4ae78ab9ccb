import { describe, expect, test } from 'vitest';
import type { ObjectSummary } from '../engine.ts';
import type { TableSummary } from '../schema/table.ts';
import type { OtherSelection, SchemaSelection } from '../task/config.ts';
import {
  choose,
  contentsOf,
  countSelected,
  editTable,
  groupBox,
  isEdited,
  leaveOut,
  listedTables,
  operateSchema,
  otherBox,
  partitionsBelow,
  removeSchema,
  renameSchema,
  schemaBox,
  tableBox,
  toggleOther,
  toggleSchema,
  toggleTable,
} from './select.ts';

const VIEW: OtherSelection = { kind: 'view', name: 'v' };
const FUNCTION: OtherSelection = { kind: 'function', name: 'f(integer, text)' };
const OTHER_FUNCTION: OtherSelection = { kind: 'function', name: 'f(integer)' };
const TRIGGER: OtherSelection = { kind: 'trigger', name: 't', table: 'b' };
const VIEW_TRIGGER: OtherSelection = { kind: 'trigger', name: 't', table: 'v' };

const WHOLE: readonly SchemaSelection[] = [{ schema: 'sales' }];
const LISTED: readonly SchemaSelection[] = [{ schema: 'sales', as: 'shop', tables: [{ name: 'a', where: 'x > 1' }, { name: 'b' }] }];
const MIXED: readonly SchemaSelection[] = [{ schema: 'sales', tables: [{ name: 'b' }], others: [VIEW, TRIGGER, VIEW_TRIGGER] }];
const CONTENTS = { tables: ['a', 'b', 'c'], others: [VIEW, FUNCTION, TRIGGER, VIEW_TRIGGER] };
const NOTHING = { tables: [], others: [] };

function summary(name: string, parent: string | null = null, parentSchema = 'sales'): TableSummary {
  return {
    schema: 'sales',
    name,
    kind: parent === null ? 'table' : 'partition',
    parent: parent === null ? null : { schema: parentSchema, name: parent },
    estimatedRows: 0,
    bytes: 0,
    hasKey: true,
  };
}

describe('boxes', () => {
  test('a schema is on when it is whole, mixed when anything of it is named, off when it is not there', () => {
    const onlyOthers = [{ schema: 'sales', others: [VIEW] }];
    expect([WHOLE, LISTED, onlyOthers, []].map((objects) => schemaBox(objects, 'sales'))).toEqual(['on', 'mixed', 'mixed', 'off']);
  });

  test('everything of a whole schema is on; a list of tables has no others, and one of others no tables', () => {
    expect([tableBox(WHOLE, 'sales', 'z'), tableBox(LISTED, 'sales', 'a'), tableBox(LISTED, 'sales', 'z')]).toEqual(['on', 'on', 'off']);
    expect([WHOLE, LISTED, MIXED].map((objects) => otherBox(objects, 'sales', VIEW))).toEqual(['on', 'off', 'on']);
    expect(tableBox([{ schema: 'sales', others: [VIEW] }], 'sales', 'a')).toBe('off');
  });

  test('routines of one name are told apart by their arguments, triggers by their table', () => {
    const objects = [{ schema: 'sales', others: [FUNCTION, TRIGGER] }];
    expect([FUNCTION, OTHER_FUNCTION, TRIGGER, VIEW_TRIGGER].map((other) => otherBox(objects, 'sales', other))).toEqual([
      'on',
      'off',
      'on',
      'off',
    ]);
  });

  test('a group is on with all of it, mixed with some', () => {
    expect([groupBox(3, 0), groupBox(3, 2), groupBox(3, 3), groupBox(0, 0)]).toEqual(['off', 'mixed', 'on', 'off']);
  });
});

describe('schemas', () => {
  test('toggling goes from nothing to whole to nothing, and from a list to whole, keeping the new name', () => {
    expect(toggleSchema([], 'sales')).toEqual(WHOLE);
    expect(toggleSchema(WHOLE, 'sales')).toEqual([]);
    expect(toggleSchema(LISTED, 'sales')).toEqual([{ schema: 'sales', as: 'shop' }]);
    expect(toggleSchema([{ schema: 'sales', others: [VIEW] }], 'sales')).toEqual(WHOLE);
  });

  test('its own name or none takes the rename away', () => {
    expect(renameSchema(WHOLE, 'sales', 'shop')).toEqual([{ schema: 'sales', as: 'shop' }]);
    for (const as of ['', 'sales']) expect(renameSchema([{ schema: 'sales', as: 'shop' }], 'sales', as)).toEqual(WHOLE);
  });

  test('removing takes it out, whole or listed', () => {
    expect(removeSchema([...LISTED, { schema: 'hr' }], 'sales')).toEqual([{ schema: 'hr' }]);
  });
});

describe('leaving out of a whole schema lists everything else', () => {
  test('a table: the other tables, and with them every view and function; its triggers go with it', () => {
    expect(toggleTable(WHOLE, { schema: 'sales', table: 'b', contents: CONTENTS })).toEqual([
      { schema: 'sales', tables: [{ name: 'a' }, { name: 'c' }], others: [VIEW, FUNCTION, VIEW_TRIGGER] },
    ]);
  });

  test('a view: the other objects, and with them every table; its triggers go with it', () => {
    expect(toggleOther(WHOLE, { schema: 'sales', other: VIEW, contents: CONTENTS })).toEqual([
      { schema: 'sales', tables: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], others: [FUNCTION, TRIGGER] },
    ]);
  });

  test('all tables, or all that is not one: what is left is named alone', () => {
    const target = { schema: 'sales', contents: CONTENTS };
    expect(leaveOut(WHOLE, target, { tables: CONTENTS.tables })).toEqual([{ schema: 'sales', others: [VIEW, FUNCTION, VIEW_TRIGGER] }]);
    expect(leaveOut(WHOLE, target, { others: CONTENTS.others })).toEqual([
      { schema: 'sales', tables: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    ]);
    expect(leaveOut(WHOLE, target, CONTENTS)).toEqual([]);
  });

  test('what no destination takes is not listed', () => {
    const object = (name: string, refused: boolean): ObjectSummary => ({
      kind: 'function',
      schema: 'sales',
      name,
      table: null,
      proposes: [],
      refused: refused ? { cause: { en: '', zh: '' }, fix: { en: '', zh: '' } } : null,
    });
    const table: ObjectSummary = { ...object('a', false), kind: 'table' };
    const trigger: ObjectSummary = { ...object('t', false), kind: 'trigger', table: { schema: 'sales', name: 'b' } };
    expect(contentsOf([summary('a')], [object('f()', false), object('c()', true), table, trigger])).toEqual({
      tables: ['a'],
      others: [{ kind: 'function', name: 'f()' }, TRIGGER],
    });
  });
});

describe('lists', () => {
  test('the last thing takes its schema along, the last table does not as long as anything else is named', () => {
    const table = { schema: 'sales', table: 'b', contents: NOTHING };
    expect(toggleTable([{ schema: 'sales', tables: [{ name: 'b' }] }], table)).toEqual([]);
    expect(toggleTable(MIXED, table)).toEqual([{ schema: 'sales', others: [VIEW, VIEW_TRIGGER] }]);
    expect(toggleOther([{ schema: 'sales', others: [VIEW] }], { schema: 'sales', other: VIEW, contents: NOTHING })).toEqual([]);
  });

  test('a table and another object join what is named', () => {
    expect(toggleTable(MIXED, { schema: 'sales', table: 'a', contents: NOTHING })).toEqual([
      { schema: 'sales', tables: [{ name: 'b' }, { name: 'a' }], others: [VIEW, TRIGGER, VIEW_TRIGGER] },
    ]);
    expect(toggleOther(LISTED, { schema: 'sales', other: FUNCTION, contents: NOTHING })).toEqual([{ ...LISTED[0], others: [FUNCTION] }]);
    expect(toggleOther([], { schema: 'sales', other: FUNCTION, contents: NOTHING })).toEqual([{ schema: 'sales', others: [FUNCTION] }]);
  });

  test('editing a table of a whole schema lists all of it; nothing of a list but the table changes', () => {
    const edited = { name: 'b', as: 'bb' };
    expect(editTable(WHOLE, { schema: 'sales', contents: CONTENTS }, edited)).toEqual([
      { schema: 'sales', tables: [{ name: 'a' }, edited, { name: 'c' }], others: CONTENTS.others },
    ]);
    expect(editTable(LISTED, { schema: 'sales', contents: NOTHING }, edited)).toEqual([
      { schema: 'sales', as: 'shop', tables: [{ name: 'a', where: 'x > 1' }, edited] },
    ]);
    expect(editTable(MIXED, { schema: 'sales', contents: NOTHING }, edited)).toEqual([{ ...MIXED[0], tables: [edited] }]);
  });

  test('choosing names a thing once, keeps what is set for it and drops partitions that come along', () => {
    expect(choose([], 'sales', { tables: ['a'] })).toEqual([{ schema: 'sales', tables: [{ name: 'a' }] }]);
    expect(choose(WHOLE, 'sales', { tables: ['a'], others: [VIEW] })).toEqual(WHOLE);
    expect(choose(LISTED, 'sales', { tables: ['a'], along: ['b'] })).toEqual([
      { schema: 'sales', as: 'shop', tables: [{ name: 'a', where: 'x > 1' }] },
    ]);
    expect(choose(MIXED, 'sales', { others: [VIEW, FUNCTION] })).toEqual([
      { ...MIXED[0], others: [...(MIXED[0]?.others ?? []), FUNCTION] },
    ]);
  });

  test('edited is what has a new name, a filter, columns or operations', () => {
    expect(
      [
        { name: 'a' },
        { name: 'a', as: 'b' },
        { name: 'a', where: 'x' },
        { name: 'a', columns: [{ name: 'x' }] },
        { name: 'a', operations: ['insert' as const] },
      ].map(isEdited),
    ).toEqual([false, true, true, true, true]);
  });

  test('a schema keeps its operations from a list to whole, until they are taken back', () => {
    const operations = ['insert' as const];
    expect(toggleSchema(operateSchema(LISTED, 'sales', operations), 'sales')).toEqual([{ schema: 'sales', as: 'shop', operations }]);
    expect(operateSchema([{ schema: 'sales', operations }, { schema: 'hr' }], 'sales', undefined)).toEqual([
      { schema: 'sales' },
      { schema: 'hr' },
    ]);
  });
});

describe('partitions', () => {
  const tables = [summary('root'), summary('part', 'root'), summary('leaf', 'part'), summary('stray', 'elsewhere', 'hr')];

  test('a list names no partition whose table is in the same schema', () => {
    expect(listedTables(tables)).toEqual(['root', 'stray']);
  });

  test('all levels below a table are its partitions', () => {
    expect(partitionsBelow(tables, [{ schema: 'sales', name: 'root' }]).map(({ name }) => name)).toEqual(['part', 'leaf']);
  });
});

test('counting: a whole schema counts what the source holds, and nothing is guessed', () => {
  expect(countSelected([...LISTED, { schema: 'hr' }], () => 5)).toEqual({ schemas: 2, tables: 7, others: 0 });
  expect(countSelected([...MIXED, { schema: 'hr' }], () => undefined)).toEqual({ schemas: 2, tables: null, others: 3 });
  expect(countSelected([{ schema: 'sales', others: [VIEW] }], () => 5)).toEqual({ schemas: 1, tables: 0, others: 1 });
});
