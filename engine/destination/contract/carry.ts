import { expect, test } from 'vitest';
import type { Carriage } from '../../ddl/carriage.ts';
import { namesAsPlanned } from '../../task/prepare.ts';
import { columnOf, Following, type Moment, sorted, tableOf, walk } from './following.ts';
import { at, batch, type ContractFixture, configOf, made, part, textRows, unit } from './ground.ts';

const SMALL = columnOf(2, 'small', 'smallint');
const V = columnOf(3, 'v', 'text');
const EXTRA = columnOf(4, 'extra', 'integer', { default: '5', missing: '5' });

/** Commands of the source, each at its place among the changes. */
export function carryContract(fixture: () => ContractFixture): void {
  test('columns come, change their names and go at their place among the rows', async () => {
    const schema = 'con_columns';
    const ground = await made(fixture(), schema);
    const [plain, more] = [tableOf(schema, 't', [SMALL, V]), tableOf(schema, 't', [SMALL, V, EXTRA])];
    const called = tableOf(schema, 't', [SMALL, { ...V, name: 'w' }, EXTRA]);
    const fewer = tableOf(schema, 't', [{ ...V, name: 'w' }, EXTRA]);
    await walk(ground, [
      (to, there) => there.apply(part(2, to.insert('t', { id: '1', small: '1', v: 'before' }))),
      (to) => to.run('ALTER TABLE', [plain, more]),
      (to, there) => there.apply(batch(2, to.insert('t', { id: '2', small: '2', v: 'after', extra: '7' }))),
      (_, there) => there.flush(),
      (to, there) => there.apply(part(3, to.insert('t', { id: '3', v: 'old name' }))),
      (to) => to.run('ALTER TABLE', [more, called]),
      (to, there) => there.apply(part(3, to.insert('t', { id: '4', small: '4', w: 'new name' }))),
      (to) => to.run('ALTER TABLE', [called, fewer]),
      (to, there) => there.apply(batch(3, to.insert('t', { id: '5', w: 'fewer', extra: '9' }))),
      (_, there) => there.flush(),
    ]);
    const state = await walk(ground, []);
    expect(state.checkpoint).toBe(at(3));
    // Who comes back knows the tables as commands left them.
    await walk(ground, [
      (to, there) => there.apply(batch(4, to.insert('t', { id: '6', w: 'later', extra: null }))),
      (_, there) => there.flush(),
    ]);
    expect(await sorted(ground, schema, 't', ['id', 'w', 'extra'])).toEqual([
      '1|before|5',
      '2|after|7',
      '3|old name|-',
      '4|new name|-',
      '5|fewer|9',
      '6|later|-',
    ]);
    await expect(ground.rows(ground.keyed)).rejects.toThrow();
  });

  test('a command that comes again after a kill is done once, with the changes around it, wherever the engine was killed', async () => {
    const schema = 'con_again';
    const ground = await made(fixture(), schema);
    const [t, u] = [tableOf(schema, 't', [SMALL, V]), tableOf(schema, 'u', [SMALL, V])];
    const wide = tableOf(schema, 'u', [SMALL, V, EXTRA]);
    const [log, journal] = [tableOf(schema, 'log', [SMALL, V], false), tableOf(schema, 'journal', [SMALL, V], false)];
    const moments: readonly Moment[] = [
      (to, there) => there.apply(part(2, to.insert('t', { id: '1', v: 'a' }), to.insert('log', { id: '1', v: 'a' }))),
      (to) => to.run('ALTER TABLE', [t, u]),
      (to) => to.run('ALTER TABLE', [log, journal]),
      (to, there) => there.apply(part(2, to.insert('u', { id: '2', v: 'b' }), to.insert('journal', { id: '2', v: 'b' }))),
      (to) => to.run('ALTER TABLE', [u, wide]),
      (to, there) => there.apply(batch(2, to.insert('u', { id: '3', v: 'c', extra: '3' }), to.insert('journal', { id: '3', v: 'c' }))),
      (_, there) => there.flush(),
    ];
    for (let until = 1; until < moments.length - 1; until += 1) {
      const { checkpoint, overlay } = await walk(ground, moments, until);
      expect([checkpoint, overlay?.tables.size ?? 0]).toEqual([at(1), 0]);
    }
    await walk(ground, moments);
    const { checkpoint, overlay } = await walk(ground, []);
    expect(checkpoint).toBe(at(2));
    expect(overlay?.tables.get(ground.keyed.id)).toBeNull();
    expect(await sorted(ground, schema, 'u', ['id', 'v', 'extra'])).toEqual(['1|a|5', '2|b|5', '3|c|3']);
    expect(await sorted(ground, schema, 'journal', ['id', 'v'])).toEqual(['1|a', '2|b', '3|c']);
    await ground.within(async (destination) => {
      const gone = [ground.keyed, ground.keyless].map((table) => table.destination);
      expect(await destination.existing(gone)).toEqual([]);
    });
  });

  test('a table that is made is loaded and followed, and goes when it is dropped', async () => {
    const schema = 'con_come';
    const ground = await made(fixture(), schema);
    const n = tableOf(schema, 'n', [columnOf(2, 'v', 'text')]);
    await walk(ground, [
      (to) => to.run('CREATE TABLE', [null, n]),
      (to, there) => there.apply(batch(2, to.insert('t', { id: '1', v: 'beside' }))),
      (_, there) => there.flush(),
      (to, there) => there.load(unit(to.table('n')), async () => textRows([['1', 'copied']]), at(3)),
      (to, there) => there.apply(batch(4, to.insert('n', { id: '2', v: 'followed' }))),
      (_, there) => there.flush(),
    ]);
    expect(await sorted(ground, schema, 'n', ['id', 'v'])).toEqual(['1|copied', '2|followed']);
    const gone: readonly Moment[] = [
      (to, there) => there.apply(part(5, to.insert('n', { id: '3', v: 'last' }))),
      (to) => to.run('DROP TABLE', [n, null]),
      (to, there) => there.apply(batch(5, to.insert('t', { id: '2', v: 'after' }))),
      (_, there) => there.flush(),
    ];
    // Until the checkpoint is past the command its rows are still needed.
    const { tables } = await walk(ground, gone, 2);
    expect([...tables.keys()]).toEqual(['["con_come","n"]']);
    expect((await walk(ground, [])).tables.size).toBe(1);
    await walk(ground, gone);
    const state = await walk(ground, []);
    expect([state.checkpoint, state.tables.size]).toEqual([at(5), 0]);
    await ground.within(async (destination) => {
      const { following } = await Following.open(ground, destination);
      expect(following.has('n')).toBe(false);
      expect(await destination.existing([{ schema, name: 'n' }])).toEqual([]);
    });
    expect(await sorted(ground, schema, 't', ['id', 'v'])).toEqual(['1|beside', '2|after']);
  });

  test('what a person wants of a table is kept with the checkpoint where it is, or not done at all', async () => {
    const schema = 'con_asked';
    const ground = await made(fixture(), schema);
    const { keyed, keyless } = ground;
    const asked: Carriage = {
      command: { tag: 'COPY AGAIN', text: '', tables: [], enums: [], failure: null },
      work: [{ kind: 'empty', plan: keyed, asked: true }],
      tables: new Map([[keyed.id, { ...keyed, reload: true }]]),
      sequences: null,
      copied: new Map([[keyed.id, 'one']]),
      names: namesAsPlanned(configOf(ground.fixture, schema), ground.plan),
      ignored: [],
      leftOut: [],
    };
    await walk(ground, [
      (_, there) => there.load(unit(keyed), async () => textRows([['1', '1', 'copied']]), at(1)),
      (_, there) => there.load(unit(keyless), async () => textRows([['1', '1', 'copied']]), at(1)),
      (_, there) => there.carry(asked, ground.plan.tables),
    ]);
    const killed = await walk(ground, []);
    expect(killed.overlay?.copied?.get(keyed.id)).toBeUndefined();
    // Without these the task would not know that the table was ever loaded.
    expect([...killed.tables.keys()].sort()).toEqual([keyed.id, keyless.id].sort());
    // What speaks against it then is to find the table as it was.
    expect(await ground.rows(keyed)).toEqual(['1|1|copied']);
    await walk(ground, [
      (_, there) => there.carry(asked, ground.plan.tables),
      (_, there) => there.apply(batch(1)),
      (_, there) => there.flush(),
    ]);
    const { checkpoint, overlay, tables } = await walk(ground, []);
    expect([checkpoint, overlay?.copied?.get(keyed.id), overlay?.tables.get(keyed.id)?.reload]).toEqual([at(1), 'one', true]);
    expect([...tables.keys()]).toEqual([keyless.id]);
    expect([await ground.rows(keyed), await ground.rows(keyless)]).toEqual([[], ['1|1|copied']]);
  });

  test('a command that is refused leaves the changes around it, and the task can go on without it', async () => {
    const schema = 'con_taken';
    const ground = await made(fixture(), schema);
    const n = tableOf(schema, 'n', [columnOf(2, 'v', 'text')]);
    await ground.within(async (destination) => {
      const { following } = await Following.open(ground, destination);
      await following.run('CREATE TABLE', [null, n]);
      await destination.apply(batch(2));
      await destination.flush();
      const [t, taken] = [tableOf(schema, 't', [SMALL, V]), tableOf(schema, 'n', [SMALL, V])];
      await destination.apply(part(3, following.insert('t', { id: '1', v: 'before' })));
      await expect(following.run('ALTER TABLE', [t, taken])).rejects.toMatchObject({
        code: 'ddl.refused',
        side: 'destination',
        refused: { object: expect.stringContaining(schema) },
      });
      await destination.apply(batch(3, following.insert('t', { id: '2', v: 'after' })));
      await destination.flush();
      expect((await destination.state()).checkpoint).toBe(at(3));
    });
    expect(await sorted(ground, schema, 't', ['id', 'v'])).toEqual(['1|before', '2|after']);
    expect(await sorted(ground, schema, 'n', ['id', 'v'])).toEqual([]);
  });
}
