import { expect, test } from 'vitest';
import { objectId } from '../../schema/object.ts';
import { openSource } from '../../source/index.ts';
import { prepare } from '../../task/prepare.ts';
import { at, batch, binaryRows, type ContractFixture, configOf, insert, made, planned, textRows, unit } from './ground.ts';

/** What is made, and what a destination says of itself. */
export function structureContract(fixture: () => ContractFixture): void {
  test('statements are run once, by whoever runs them, and remembered', async () => {
    const { plan, keyed, keyless, within, rows } = await planned(fixture(), 'con_made');
    const ids = plan.statements.map(({ id }) => id);
    await within(async (destination) => {
      expect(await destination.open(plan)).toMatchObject({ checkpoint: null, fresh: true });
      expect(await destination.existing([keyed.destination])).toEqual([]);
      await destination.run(plan.statements.filter(({ phase }) => phase === 'before'));
      await destination.run(plan.statements.filter(({ phase }) => phase === 'after'));
      await destination.run(plan.statements);
      expect([...(await destination.state()).statements].sort()).toEqual([...ids].sort());
    });
    await within(async (destination) => {
      const state = await destination.open(plan);
      expect(state.fresh).toBe(false);
      expect([...state.statements].sort()).toEqual([...ids].sort());
      await destination.run(plan.statements);
      const [table] = await destination.existing([keyed.destination]);
      expect(table).toMatchObject({ ...keyed.destination, kind: 'table', empty: true, writable: true });
      expect(table?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['id', 'small', 'v']));
      const ddl = await destination.tableDdl([keyed.destination]);
      expect([...ddl.values()].join()).toMatch(/create table/i);
    });
    expect(await rows(keyed)).toEqual([]);
    expect(await rows(keyless)).toEqual([]);
  });

  test('a statement that is refused names its object, is not remembered, and keeps no other', async () => {
    const { plan, within, rows, keyed } = await planned(fixture(), 'con_refused');
    const [first] = plan.statements;
    if (first === undefined) throw new Error('Nothing is to be made');
    await within(async (destination) => {
      await destination.open(plan);
      const wrong = { ...first, id: 'wrong', sql: 'create something else', object: 'con_refused.wrong' };
      await expect(destination.run([wrong])).rejects.toMatchObject({ side: 'destination', object: expect.stringContaining('wrong') });
      await destination.run(plan.statements);
      expect((await destination.state()).statements.has('wrong')).toBe(false);
    });
    expect(await rows(keyed)).toEqual([]);
  });

  test('what it says it can do is what it can do', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_told');
    await within(async (destination) => {
      const { copyFormats, ahead, gatherMs } = destination.capabilities;
      await destination.open(plan);
      expect(copyFormats).toContain('text');
      if (copyFormats.includes('binary')) {
        const loaded = await destination.load(unit(keyless), async () => binaryRows([[1, 2, 'é']]), at(1));
        expect(loaded?.rows).toBe(1);
        expect(await rows(keyless)).toEqual(['1|2|é']);
      } else await expect(destination.load(unit(keyless), async () => binaryRows([[1, 2, 'é']]), at(1))).rejects.toThrow();
      const one = destination.apply(batch(10, insert(keyed, '1', '1', 'a')));
      if (ahead !== true) await one;
      await Promise.all([one, destination.apply(batch(11, insert(keyed, '2', '2', 'b')))]);
      // What gathers is seen when it is told to write; what does not is seen at once.
      if (gatherMs === undefined) expect(await rows(keyed)).toEqual(['1|1|a', '2|2|b']);
      await destination.flush();
      expect(await rows(keyed)).toEqual(['1|1|a', '2|2|b']);
      expect(await destination.validate()).toEqual([]);
      expect(await destination.building()).toEqual(new Map());
    });
  });

  test('objects that are no tables are made, or refused with a reason and what to do', async () => {
    await fixture().atSource(
      'create schema con_view',
      'create table con_view.t (id int primary key)',
      'create view con_view.v as select 1 as one',
    );
    const config = configOf(fixture(), 'con_view');
    await using from = await openSource(config.source, 'con_view');
    await using destination = await fixture().open('con_view');
    const { plan } = await prepare(config, from, destination);
    const id = objectId({ kind: 'view', schema: 'con_view', name: 'v', table: null });
    const left = plan.leftOut.find((each) => each.id === id);
    const makes = plan.statements.some(({ objectId }) => objectId === id);
    expect(makes).toBe(destination.capabilities.tablesOnly !== true);
    if (!makes) expect([left?.cause.en, left?.fix.en, left?.cause.zh, left?.fix.zh].every((words) => (words ?? '') !== '')).toBe(true);
  });

  test('release takes the marks of its task alone, and leaves tables and rows', async () => {
    const one = await made(fixture(), 'con_release');
    const other = await made(fixture(), 'con_stays');
    for (const { within, plan, keyed } of [one, other]) {
      await within(async (destination) => {
        await destination.open(plan);
        await destination.load(unit(keyed), async () => textRows([['1', null, 'a']]), at(1));
      });
    }
    expect(await one.within((destination) => destination.release())).toEqual([]);
    expect(await one.rows(one.keyed)).toEqual(['1|-|a']);
    expect(await one.within(async (destination) => (await destination.open(one.plan)).fresh)).toBe(true);
    const state = await other.within((destination) => destination.open(other.plan));
    expect(state).toMatchObject({ checkpoint: at(1), fresh: false });
    expect(state.tables.get(other.keyed.id)?.done.get(0)).toMatchObject({ rows: 1 });
    expect(await one.within((destination) => destination.release())).toEqual([]);
    expect(await one.within((destination) => destination.release())).toEqual([]);
  });
}
