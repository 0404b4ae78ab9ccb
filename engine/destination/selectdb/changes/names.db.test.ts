import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Moment, TestGround } from '#e2e/selectdb/ground.ts';
import { BARE_TABLE_STRUCTURE } from '../../../ddl/bare.ts';
import type { DdlWork } from '../../../ddl/carriage.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { at } from '../../contract/ground.ts';
import type { Destination } from '../../destination.ts';
import { carriage, end, insert, part, planOf, planWith } from './test-commands.ts';

/** Engines that are killed after a command was done and before its checkpoint: it comes again, with the changes of its transaction before it. */

let nam: TestGround;

beforeAll(async () => {
  nam = await TestGround.start();
});

afterAll(() => nam[Symbol.asyncDispose]());

const ask = (query: string) => nam.ask(query);
const run = (...given: Parameters<TestGround['run']>) => nam.run(...given);

const tables = () => ask("select `TABLE_NAME` from `information_schema`.`tables` where `TABLE_SCHEMA` = 'nam' order by `TABLE_NAME`");

const ground = () => nam.make(['t', 'unique'], ['other', 'unique'], ['log', 'duplicate']);

const T = planOf('t');
const LOG = planOf('log', { engine: 'duplicate' });
const OTHER = planOf('other');

test('a table and a column whose names changed are found by those of before, wherever the engine was killed', async () => {
  const [u, w] = [planOf('u'), planOf('u', { v: 'w' })];
  const [journal, plan] = [planOf('journal', { engine: 'duplicate' }), planWith(T, LOG, OTHER)];
  const called = { ...T, id: u.id, source: u.source, destination: u.destination };
  const structure = {} as Extract<DdlWork, { kind: 'alter' }>['structure'];
  const moments: readonly Moment[] = [
    (to) => to.apply(part(insert(T, '2', 'before'), insert(LOG, '2', 'before'))),
    (to) => to.flush(),
    (to) =>
      to.carry(
        carriage(
          [{ kind: 'rename', from: T, to: u }],
          [
            [T.id, null],
            [u.id, u],
          ],
        ),
        [u, LOG, OTHER],
      ),
    (to) =>
      to.carry(
        carriage(
          [{ kind: 'rename', from: LOG, to: journal }],
          [
            [LOG.id, null],
            [journal.id, journal],
          ],
        ),
        [u, journal, OTHER],
      ),
    (to) => to.apply(part(insert(u, '3', 'renamed'), insert(journal, '3', 'renamed'))),
    (to) => to.flush(),
    (to) =>
      to.carry(
        carriage(
          [
            {
              kind: 'alter',
              from: called,
              to: w,
              structure,
              alterations: [{ kind: 'rename-column', from: 'v', to: 'w' }],
              emptied: false,
              waits: false,
            },
          ],
          [[w.id, w]],
        ),
        [w, journal, OTHER],
      ),
    (to) => to.apply(part(insert(w, '4', 'column'))),
    (to) => to.flush(),
    (to) => to.apply(end(insert(w, '5', 'end'), insert(journal, '5', 'end'))),
  ];
  for (let until = 1; until <= moments.length; until += 1) {
    await ground();
    const task = `names ${until}`;
    await run(task, plan, moments, until);
    // Once more up to the same place, and then to the end.
    await run(task, plan, moments, until);
    const state = await run(task, plan, [...moments, (to) => to.flush()], moments.length + 1);
    expect(await tables()).toEqual(['journal', 'other', 'u']);
    expect(await ask('select `id`, `w` from nam.u order by `id`')).toEqual(['1|of t', '2|before', '3|renamed', '4|column', '5|end']);
    expect(await ask('select `id` from nam.journal order by `id`')).toEqual(['1', '2', '3', '5']);
    expect(state.checkpoint).toBe(at(100));
    // Loads are known by the new names, and by them alone.
    expect([...state.tables.keys()].sort()).toEqual([OTHER.id, journal.id, u.id].sort());
    expect(state.tables.get(u.id)?.done.get(0)).toMatchObject({ rows: 1 });
    const left = await ask(`select \`id\` from opendts.task_mark where \`task_id\` = '${task}' and \`kind\` in ('table', 'slice')`);
    expect(left).toHaveLength(6);
  }
});

test('tables that change places, and one that is made anew under a name that was dropped', async () => {
  const plan = planWith(T, OTHER);
  const between = planOf('between');
  const fresh = planOf('log2');
  const rename = (from: TablePlan, to: TablePlan, all: readonly TablePlan[]) => (destination: Destination) =>
    destination.carry(
      carriage(
        [{ kind: 'rename', from, to }],
        [
          [from.id, null],
          [to.id, to],
        ],
      ),
      all,
    );
  const structure = { ...BARE_TABLE_STRUCTURE, ...fresh.source, identityColumns: ['id'], keys: [['id']], columns: [] };
  const again = { ...planOf('t'), model: { engine: 'unique', keys: ['id'], distribution: ['id'], buckets: 1 } } as const;
  const moments: readonly Moment[] = [
    (to) => to.apply(part(insert(T, '2', 'first'), insert(OTHER, '2', 'second'))),
    rename(T, between, [between, OTHER]),
    rename(OTHER, planOf('t'), [between, planOf('t')]),
    rename(between, planOf('other'), [planOf('t'), planOf('other')]),
    (to) => to.apply(part(insert(planOf('t'), '3', 'in t'), insert(planOf('other'), '3', 'in other'))),
    (to) => to.flush(),
    (to) => to.carry(carriage([{ kind: 'drop', plan: planOf('t') }], [[T.id, null]]), [planOf('other')]),
    (to) =>
      to.carry(carriage([{ kind: 'create', plan: again, structure: { ...structure, name: 't' } }], [[T.id, again]]), [
        again,
        planOf('other'),
      ]),
    (to) => to.apply(end(insert(again, '9', 'new'))),
  ];
  for (let until = 1; until <= moments.length; until += 1) {
    await ground();
    const task = `places ${until}`;
    await run(task, plan, moments, until);
    await run(task, plan, moments, until);
    const state = await run(task, plan, [...moments, (to) => to.flush()], moments.length + 1);
    expect(await tables()).toEqual(['log', 'other', 't']);
    expect(await ask('select `id`, `v` from nam.t order by `id`')).toEqual(['9|new']);
    expect(await ask('select `id`, `v` from nam.other order by `id`')).toEqual(['1|of t', '2|first', '3|in other']);
    expect([...state.tables.keys()]).toEqual([OTHER.id]);
  }
});

test('a name that is taken is refused, and what the command had done is taken back', async () => {
  await ground();
  const u = planOf('u');
  const taken = { ...planOf('log'), id: u.id };
  const moments: readonly Moment[] = [
    async (to) => {
      const both: readonly DdlWork[] = [
        { kind: 'rename', from: T, to: u },
        { kind: 'rename', from: u, to: taken },
      ];
      await expect(to.carry(carriage(both, []), [taken])).rejects.toMatchObject({
        code: 'ddl.refused',
        message: expect.stringContaining('nam.log'),
      });
    },
    (to) => to.apply(end(insert(T, '2', 'goes on'))),
    (to) => to.flush(),
  ];
  await run('taken', planWith(T), moments, moments.length);
  expect(await tables()).toEqual(['log', 'other', 't']);
  expect(await ask('select `id` from nam.t order by `id`')).toEqual(['1', '2']);
});

test('a task that is given up after a kill leaves tables with the names of its checkpoint', async () => {
  await ground();
  const moments: readonly Moment[] = [
    (to) => to.carry(carriage([{ kind: 'rename', from: T, to: planOf('u') }], [[T.id, null]]), [planOf('u')]),
    (to) => to.carry(carriage([{ kind: 'drop', plan: OTHER }], [[OTHER.id, null]]), [planOf('u')]),
  ];
  await run('given up', planWith(T, OTHER), moments, moments.length);
  expect(await tables()).toEqual(['log', expect.stringContaining('opendts_dropped_'), 'u']);
  await using destination = await nam.open('given up');
  expect(await destination.release()).toEqual([]);
  expect(await tables()).toEqual(['log', 'other', 't']);
});

test('rows that need not be of the task are neither emptied nor dropped', async () => {
  await ground();
  const existing: TablePlan = { ...T, origin: 'existing' };
  const moments: readonly Moment[] = [
    (to) => expect(to.carry(carriage([{ kind: 'empty', plan: existing }], []), [existing])).rejects.toMatchObject({ code: 'ddl.refused' }),
    (to) => to.carry(carriage([{ kind: 'drop', plan: existing }], [[T.id, null]]), []),
    (to) => to.apply(end()),
    (to) => to.flush(),
  ];
  await run('existing', planWith(existing), moments, moments.length);
  expect(await ask('select `id`, `v` from nam.t')).toEqual(['1|of t']);
});
