import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Moment, TestGround } from '#e2e/selectdb/ground.ts';
import type { DdlWork } from '../../../ddl/carriage.ts';
import type { Alteration } from '../../../ddl/diff.ts';
import type { ColumnStructure } from '../../../ddl/structure.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { carriage, end, insert, part, planOf, planWith } from './test-commands.ts';

/** Columns that are out of the way, for a while, under names that nobody gave them. */

let nam: TestGround;

beforeAll(async () => {
  nam = await TestGround.start();
});

afterAll(() => nam[Symbol.asyncDispose]());

const LOG = planOf('log', { engine: 'duplicate' });
const ALL = 'select * from nam.log order by `id`';
const OWN = ['_is_deleted', '_version', '_record_id'];
const ASIDE = expect.stringMatching(/^opendts_added_[0-9a-f]{12}$/);

const alterations: Readonly<Record<'rename' | 'add' | 'drop', Alteration>> = {
  rename: { kind: 'rename-column', from: 'v', to: 'w' },
  add: { kind: 'add-column', column: { number: 3, name: 'v', type: 'integer', missing: null } as ColumnStructure },
  drop: { kind: 'drop-column', name: 'v' },
};

function altered(from: TablePlan, to: TablePlan, ...done: readonly Alteration[]): DdlWork {
  const structure = {} as Extract<DdlWork, { kind: 'alter' }>['structure'];
  return { kind: 'alter', from, to, structure, alterations: done, emptied: false, waits: false };
}

/** The table with another column that is called as the second was. */
function taken(log: TablePlan): TablePlan {
  const [id, w] = planOf('log', { v: 'w' }).columns;
  const v = { source: 'v', destination: 'v', type: 'INT', comparable: true };
  return { ...log, columns: id === undefined || w === undefined ? [] : [id, w, v] };
}

/** One row before the command that has one column take the name of another, and one after it. */
function moments(log: TablePlan, more: readonly DdlWork[] = []): readonly Moment[] {
  const both = taken(log);
  const work = [altered(log, both, alterations.rename, alterations.add), ...more];
  return [
    (to) => to.apply(part(insert(log, '2', 'two'))),
    (to) => to.carry(carriage(work, [[log.id, both]]), [both]),
    (to) => to.apply(part(insert(both, '3', 'three', '33'))),
    (to) => to.flush(),
  ];
}

const values = async () => (await nam.ask(ALL.replace('*', '`id`, `w`, `v`'))).join(' ');

test('nobody but the task sees a column that waits for its command, and it takes back its name with its values', async () => {
  await nam.make(['log', 'duplicate']);
  await nam.run('seen', planWith(LOG), moments(LOG));
  expect(await values()).toBe('1|of log|NULL 2|two|NULL 3|three|33');
  {
    await using destination = await nam.open('seen');
    await destination.open(planWith(LOG));
    expect(await nam.columns('log')).toEqual(['id', 'v', ...OWN, ASIDE]);
    const [there] = await destination.existing([LOG.destination]);
    expect(there?.columns.map(({ name }) => name)).toEqual(['id', 'v', ...OWN]);
    const ddl = (await destination.tableDdl([LOG.destination])).get(LOG.id) ?? '';
    expect(ddl).toMatch(/`v`[^\n]*,\n\s*`_is_deleted`[^\n]*,\n\s*`_version`[^\n]*,\n\s*`_record_id`[^\n]*\n\)/);
  }
  await nam.run('seen', planWith(LOG), [...moments(LOG), (to) => to.apply(end()), (to) => to.flush()]);
  expect(await values()).toBe('1|of log|NULL 2|two|NULL 3|three|33');
  expect(await nam.columns('log')).toEqual(['id', 'w', ...OWN, 'v']);
});

test('a column whose command is refused when it comes again waits no longer than what was written with it', async () => {
  await nam.make(['log', 'duplicate']);
  await nam.run('refused', planWith(LOG), moments(LOG));
  await nam.do('create table nam.other (id int) duplicate key (id) distributed by hash(id) buckets 1 properties ("replication_num" = "1")');
  const [before, , ...after] = moments(LOG);
  const other = planOf('other', { engine: 'duplicate' });
  const refused = moments(LOG, [{ kind: 'rename', from: taken(LOG), to: { ...other, columns: taken(LOG).columns } }])[1];
  if (before === undefined || refused === undefined || after.length === 0) throw new Error('There are four.');
  await nam.run('refused', planWith(LOG), [before, (to) => expect(refused(to)).rejects.toMatchObject({ code: 'ddl.refused' })]);
  // Put out of the way once more: who mends what was refused may have the command run again.
  expect(await nam.columns('log')).toEqual(['id', 'v', ...OWN, ASIDE]);
  await nam.run('refused', planWith(LOG), [before, (to) => to.apply(end()), (to) => to.flush()]);
  expect(await nam.columns('log')).toEqual(['id', 'v', ...OWN]);
  expect(await nam.ask('select `id`, `v` from nam.log where `id` < 3 order by `id`')).toEqual(['1|of log', '2|two']);
});

test('a task that is given up while a column waits, or is not dropped yet, leaves the columns of its checkpoint', async () => {
  for (const until of [2, 4]) {
    await nam.make(['log', 'duplicate']);
    await nam.run(`given up ${until}`, planWith(LOG), moments(LOG), until);
    // Once as it was killed, and once after it had gone back.
    if (until === 2) await nam.run(`given up ${until}`, planWith(LOG), []);
    await using destination = await nam.open(`given up ${until}`);
    expect(await destination.release()).toEqual([]);
    expect(await nam.columns('log')).toEqual(['id', 'v', ...OWN]);
  }
  await nam.make(['log', 'duplicate']);
  const less = { ...LOG, columns: LOG.columns.slice(0, 1) };
  const drop: Moment = (to) => to.carry(carriage([altered(LOG, less, alterations.drop)], [[LOG.id, less]]), [less]);
  await nam.run('dropped', planWith(LOG), [drop]);
  expect(await nam.columns('log')).toEqual(['id', expect.stringMatching(/^opendts_dropped_/), ...OWN]);
  await using destination = await nam.open('dropped');
  expect(await destination.release()).toEqual([]);
  expect(await nam.columns('log')).toEqual(['id', 'v', ...OWN]);
  expect(await nam.ask('select `v` from nam.log')).toEqual(['of log']);
});

test('a command of which a later part is refused gives the column back that an earlier one dropped', async () => {
  await nam.make(['log', 'duplicate'], ['other', 'duplicate']);
  const less = { ...LOG, columns: LOG.columns.slice(0, 1) };
  const other = { ...planOf('other', { engine: 'duplicate' }), columns: less.columns };
  const work = [altered(LOG, less, alterations.drop), { kind: 'rename', from: less, to: other } as const];
  await nam.run('given back', planWith(LOG), [
    (to) => expect(to.carry(carriage(work, []), [less])).rejects.toMatchObject({ code: 'ddl.refused' }),
    (to) => to.apply(end(insert(LOG, '2', 'two'))),
    (to) => to.flush(),
  ]);
  expect(await nam.ask('select `id`, `v` from nam.log order by `id`')).toEqual(['1|of log', '2|two']);
});

test('where columns cannot be renamed, none takes the place of another before the checkpoint', async () => {
  await nam.make();
  await nam.do(
    `create table nam.log (id int, v string, ${OWN.map((name) => `${name} bigint not null default '0'`).join(', ')}) duplicate key (id) distributed by hash(id) buckets 1 properties ("replication_num" = "1", "light_schema_change" = "false")`,
  );
  const log: TablePlan = { ...LOG, origin: 'existing' };
  const both: TablePlan = { ...log, columns: taken(log).columns.filter(({ source }) => source !== 'w') };
  const done = carriage([altered(log, both, alterations.drop, alterations.add)], [[log.id, both]]);
  const refused = { code: 'ddl.refused', message: expect.stringContaining('light_schema_change') };
  await nam.run('heavy', planWith(log), [
    (to) => expect(to.carry(carriage([altered(log, taken(log), alterations.rename)], []), [log])).rejects.toMatchObject(refused),
    (to) => expect(to.carry(done, [both])).rejects.toMatchObject(refused),
  ]);
});
