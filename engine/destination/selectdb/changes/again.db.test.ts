import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Moment, TestGround } from '#e2e/selectdb/ground.ts';
import { rootOf } from '#e2e/selectdb/reach.ts';
import type { DdlWork } from '../../../ddl/carriage.ts';
import type { Alteration } from '../../../ddl/diff.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { at } from '../../contract/ground.ts';
import { openSelectDbSession } from '../session.ts';
import type { Names } from '../state.ts';
import { carriage, end, insert, part, planOf, planWith } from './test-commands.ts';
import { takeBack } from './undo.ts';

/** Names that go from one table or column to another within one transaction, and engines that are killed while they take that back. */

let nam: TestGround;

beforeAll(async () => {
  nam = await TestGround.start();
});

afterAll(() => nam[Symbol.asyncDispose]());

const ask = (query: string) => nam.ask(query);
const run = (...given: Parameters<TestGround['run']>) => nam.run(...given);

beforeEach(() => nam.make(['t', 'unique'], ['other', 'unique']));

function rename(from: TablePlan, to: TablePlan, all: readonly TablePlan[]): Moment {
  const changed = [
    [from.id, null],
    [to.id, to],
  ] as const;
  return (destination) => destination.carry(carriage([{ kind: 'rename', from, to }], changed), all);
}

test('a table that keeps every change takes the name of another: each change is there once, wherever the engine was killed', async () => {
  const [log, fresh] = [planOf('log', { engine: 'duplicate' }), planOf('log_new', { engine: 'duplicate' })];
  const old = planOf('log_old', { engine: 'duplicate' });
  const before: readonly Moment[] = [
    (to) =>
      to.apply({
        changes: [2, 3, 4].map((id) => insert(log, String(id), 'before')),
        commit: { position: at(50), at: 1_700_000_000_000, transactions: 1 },
      }),
    (to) => to.flush(),
  ];
  const moments: readonly Moment[] = [
    (to) => to.apply(part(insert(log, '5', 'last'), insert(fresh, '6', 'first'))),
    rename(log, old, [old, fresh]),
    rename(fresh, log, [old, log]),
    (to) => to.apply(part(insert(log, '7', 'new'), insert(log, '8', 'new'), insert(old, '9', 'old'))),
    (to) => to.flush(),
    (to) => to.apply(end(insert(log, '10', 'end'), insert(old, '11', 'end'))),
  ];
  const plan = planWith(log, fresh);
  for (const begun of [moments, moments.slice(1)])
    for (let until = 1; until <= begun.length; until += 1) {
      await nam.make(['log', 'duplicate'], ['log_new', 'duplicate']);
      const task = `rotated ${begun.length} ${until}`;
      await run(task, plan, before, before.length);
      await run(task, plan, begun, until);
      await run(task, plan, begun, until);
      await run(task, plan, [...begun, (to) => to.flush()]);
      const first = begun === moments;
      expect(await ask('select `id` from nam.log order by `id`')).toEqual(['1', ...(first ? ['6'] : []), '7', '8', '10']);
      expect(await ask('select `id` from nam.log_old order by `id`')).toEqual(['1', '2', '3', '4', ...(first ? ['5'] : []), '9', '11']);
    }
});

test('tables that changed places have their names of before, however often taking them back broke off', async () => {
  const [t, other, between] = [planOf('t'), planOf('other'), planOf('between')];
  const swap = [rename(t, between, [between, other]), rename(other, t, [between, t]), rename(between, other, [t, other])];
  await run('swapped', planWith(t, other), swap, swap.length);
  const [noted = ''] = await ask("select `value` from opendts.task_mark where `task_id` = 'swapped' and `kind` = 'state'");
  let left = JSON.parse(noted) as Names;
  expect(left.undo).toHaveLength(3);
  await using session = await openSelectDbSession(rootOf(nam.emulator));
  const { signal } = new AbortController();
  // After each of the steps once, before it is noted.
  for (const steps of [1, 2, 3]) {
    let done = 0;
    const note = async (names: Names) => {
      done += 1;
      if (done === 2 || names.undo.length === 3 - steps) throw new Error('killed');
      left = names;
    };
    await takeBack(left, { session, signal, note }).catch(() => {});
  }
  await takeBack(left, { session, signal, note: async () => {} });
  expect(await ask('select `v` from nam.t')).toEqual(['of t']);
  expect(await ask('select `v` from nam.other')).toEqual(['of other']);
});

test('a column takes the name that another had before', async () => {
  const [t, w] = [planOf('t'), planOf('t', { v: 'w' })];
  const both: TablePlan = { ...w, columns: [...w.columns, { source: 'v', destination: 'v', type: 'STRING', comparable: true }] };
  const structure = {} as Extract<DdlWork, { kind: 'alter' }>['structure'];
  const added = { name: 'v', type: 'text', missing: null } as Extract<Alteration, { kind: 'add-column' }>['column'];
  const alter = { kind: 'alter', structure, emptied: false, waits: false } as const;
  const moments: readonly Moment[] = [
    (to) => to.apply(part(insert(t, '2', 'before'))),
    (to) =>
      to.carry(carriage([{ ...alter, from: t, to: w, alterations: [{ kind: 'rename-column', from: 'v', to: 'w' }] }], [[w.id, w]]), [w]),
    (to) =>
      to.carry(carriage([{ ...alter, from: w, to: both, alterations: [{ kind: 'add-column', column: added }] }], [[w.id, both]]), [both]),
    (to) => to.apply(part(insert(both, '3', 'in w', 'in v'))),
    (to) => to.flush(),
    (to) => to.apply(end(insert(both, '4', 'in w', 'in v'))),
  ];
  for (let until = 1; until <= moments.length; until += 1) {
    await nam.make(['t', 'unique']);
    await run(`added ${until}`, planWith(t), moments, until);
    await run(`added ${until}`, planWith(t), [...moments, (to) => to.flush()], moments.length + 1);
    expect(await ask('select `id`, `w`, `v` from nam.t order by `id`')).toEqual([
      '1|of t|NULL',
      '2|before|NULL',
      '3|in w|in v',
      '4|in w|in v',
    ]);
  }
});

test.for(['create', 'existing'] as const)(
  'in a table of origin %s a column goes, and one of another type takes its name: what came before it is never written into that one',
  async (origin) => {
    const t: TablePlan = { ...planOf('t'), origin };
    const [id, v] = [t.columns.slice(0, 1), t.columns.slice(1)];
    const [less, next] = [
      { ...t, columns: id },
      { ...t, columns: [...id, ...v.map((column) => ({ ...column, type: 'INT' }))] },
    ];
    const structure = {} as Extract<DdlWork, { kind: 'alter' }>['structure'];
    const column = { name: 'v', type: 'integer', missing: null } as Extract<Alteration, { kind: 'add-column' }>['column'];
    const alter = { kind: 'alter', structure, emptied: false, waits: false } as const;
    const { relation } = insert(t);
    const moved = { kind: 'update', relation, previous: { form: 'key', tuple: ['1', null] }, next: ['5', undefined] } as const;
    const moments: readonly Moment[] = [
      (to) => to.apply(part(insert(t, '2', 'no number'), moved)),
      (to) =>
        to.carry(carriage([{ ...alter, from: t, to: less, alterations: [{ kind: 'drop-column', name: 'v' }] }], [[t.id, less]]), [less]),
      (to) =>
        to.carry(carriage([{ ...alter, from: less, to: next, alterations: [{ kind: 'add-column', column }] }], [[t.id, next]]), [next]),
      (to) => to.apply(part(insert(next, '3', '33'))),
      (to) => to.flush(),
      (to) => to.apply(end(insert(next, '4', '44'))),
    ];
    for (let until = 1; until <= moments.length; until += 1) {
      await nam.make(['t', 'unique']);
      // Twice, for what is taken back is begun again.
      await run(`again ${origin} ${until}`, planWith(t), moments, until);
      await run(`again ${origin} ${until}`, planWith(t), moments, until);
      await run(`again ${origin} ${until}`, planWith(t), [...moments, (to) => to.flush()], moments.length + 1);
      expect(await ask('select `id`, `v` from nam.t order by `id`')).toEqual(['2|NULL', '3|33', '4|44', '5|NULL']);
      expect(await nam.columns('t')).toEqual(['id', 'v']);
    }
  },
);

test('a change that the server gave up once stops no later one', async () => {
  const t = planOf('t');
  await using session = await openSelectDbSession(rootOf(nam.emulator));
  nam.emulator.faults.schemaChangeFails = 'no disk';
  await session.query('alter table nam.t add column n int null');
  await session.query('alter table nam.t modify column n bigint null');
  await expect
    .poll(() => ask("show alter table column from nam where TableName = 't' order by CreateTime desc limit 1"))
    .toEqual([expect.stringContaining('CANCELLED')]);
  nam.emulator.faults.schemaChangeFails = null;
  const moments: readonly Moment[] = [rename(t, planOf('u'), [planOf('u')]), (to) => to.apply(end(insert(planOf('u'), '2', 'on')))];
  await run('given up', planWith(t), moments, 1);
  await run('given up', planWith(t), [...moments, (to) => to.flush()], 3);
  expect(await ask('select `id` from nam.u order by `id`')).toContain('2');
});

test('marks under the name of before go, though the engine was killed as soon as the checkpoint was past the command', async () => {
  const [t, u] = [planOf('t'), planOf('u')];
  await run('left', planWith(t), [rename(t, u, [u]), (to) => to.apply(end()), (to) => to.flush()], 3);
  await using session = await openSelectDbSession(rootOf(nam.emulator));
  const ofTask = "from opendts.task_mark where `task_id` = 'left'";
  const [table = ''] = await ask(`select \`value\` ${ofTask} and \`kind\` = 'table'`);
  const [stream = ''] = await ask(`select \`value\` ${ofTask} and \`kind\` = 'state'`);
  const after = { drops: [], tables: [t.id], slices: [] };
  const killed = JSON.stringify({ ...(JSON.parse(stream) as object), after });
  await session.query(
    "insert into opendts.task_mark (`task_id`, `kind`, `id`, `value`) values ('left', 'table', ?, ?), ('left', 'state', 'stream', ?)",
    [t.id, table, killed],
  );
  await run('left', planWith(t), [], 0);
  expect(await ask(`select \`id\` ${ofTask} and \`kind\` = 'table'`)).toEqual([u.id]);
});
