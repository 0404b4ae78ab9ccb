import { expect, test } from 'vitest';
import { at, batch, type ContractFixture, insert, made, part, relationOf, remove, textRows, unit, update } from './ground.ts';

/** Changes of the log, with the checkpoint. */
export function changeContract(fixture: () => ContractFixture): void {
  test('the first checkpoint is set once', async () => {
    const { plan, within } = await made(fixture(), 'con_begin');
    await within(async (destination) => {
      expect((await destination.open(plan)).checkpoint).toBe(at(1));
      await destination.begin(at(5));
      expect((await destination.state()).checkpoint).toBe(at(1));
    });
  });

  test('changes arrive in their order, with their checkpoint', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_apply');
    await within(async (destination) => {
      await destination.open(plan);
      await destination.load(
        unit(keyed),
        async () =>
          textRows([
            ['1', '1', 'old'],
            ['9', '9', 'stays'],
          ]),
        at(1),
      );
      await destination.apply(batch(2, insert(keyed, '2', null, 'b'), update(keyed, '1', '7', 'new'), insert(keyless, '1', '1', 'x')));
      await destination.apply(batch(3, remove(keyed, '2'), insert(keyed, '2', '3', 'again'), insert(keyless, '1', '1', 'x')));
      await destination.apply(batch(4, insert(keyed, '4', '4', 'd'), remove(keyed, '4')));
      await destination.flush();
      expect((await destination.state()).checkpoint).toBe(at(4));
    });
    expect(await rows(keyed)).toEqual(['1|7|new', '2|3|again', '9|9|stays']);
    expect(await rows(keyless)).toEqual(['1|1|x', '1|1|x']);
  });

  test('a batch that comes again changes nothing, whoever brings it', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_repeat');
    const one = batch(2, insert(keyed, '1', '1', 'a'), insert(keyless, '1', '1', 'a'));
    const other = batch(3, update(keyed, '1', '2', 'b'), insert(keyless, '2', '2', 'b'));
    await within(async (destination) => {
      await destination.open(plan);
      for (const each of [one, one, other, one, other]) await destination.apply(each);
      await destination.flush();
    });
    await within(async (destination) => {
      await destination.open(plan);
      for (const each of [one, other]) await destination.apply(each);
      await destination.flush();
      expect((await destination.state()).checkpoint).toBe(at(3));
    });
    expect(await rows(keyed)).toEqual(['1|2|b']);
    expect(await rows(keyless)).toEqual(['1|1|a', '2|2|b']);
  });

  test('a kill before anything was written, and one in the midst of a transaction, leave each change once', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_kill');
    const changes = (n: number) => [insert(keyed, String(n), null, 'x'), insert(keyless, String(n), null, 'x')];
    await within(async (destination) => {
      await destination.open(plan);
      await destination.apply(batch(2, ...changes(1)));
      await destination.flush();
      await destination.apply(part(4, ...changes(2)));
      await destination.apply(part(4, ...changes(3)));
    });
    await within(async (destination) => {
      expect((await destination.open(plan)).checkpoint).toBe(at(2));
      await destination.apply(part(4, ...changes(2), ...changes(3)));
      await destination.apply(batch(5, ...changes(4)));
    });
    await within(async (destination) => {
      const { checkpoint } = await destination.open(plan);
      expect([at(2), at(5)]).toContain(checkpoint);
      await destination.apply(batch(5, ...changes(2), ...changes(3), ...changes(4)));
      await destination.flush();
      expect((await destination.state()).checkpoint).toBe(at(5));
    });
    for (const table of [keyed, keyless]) expect(await rows(table)).toEqual(['1|-|x', '2|-|x', '3|-|x', '4|-|x']);
  });

  test('a TRUNCATE takes what was before it and nothing after', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_truncate');
    await within(async (destination) => {
      await destination.open(plan);
      await destination.apply(batch(2, insert(keyed, '1', null, 'a'), insert(keyless, '1', null, 'a')));
      await destination.flush();
      const relations = [relationOf(keyed), relationOf(keyless)];
      const truncate = { kind: 'truncate', relations, restartIdentity: false } as const;
      await destination.apply(
        batch(3, insert(keyed, '2', null, 'b'), truncate, insert(keyed, '3', null, 'c'), insert(keyless, '3', null, 'c')),
      );
      await destination.flush();
    });
    for (const table of [keyed, keyless]) expect(await rows(table)).toEqual(['3|-|c']);
  });

  test('a change that does not fit is refused by its table and value, and the checkpoint stays before it', async () => {
    const { plan, keyed, within, rows } = await made(fixture(), 'con_unfit');
    const error = await within(async (destination) => {
      await destination.open(plan);
      await destination.apply(batch(2, insert(keyed, '1', '1', 'a')));
      await destination.flush();
      const wrong = async () => {
        await destination.apply(batch(3, insert(keyed, '2', '2', 'b'), insert(keyed, '3', '70000', 'c')));
        await destination.flush();
      };
      return wrong().then(
        () => null,
        (thrown) => thrown,
      );
    });
    expect(error).toMatchObject({ side: 'destination', retry: 'by-hand', object: expect.stringContaining(keyed.destination.name) });
    expect(error.message).toContain('70000');
    await within(async (destination) => {
      expect((await destination.open(plan)).checkpoint).toBe(at(2));
      await destination.apply(batch(3, insert(keyed, '2', '2', 'b'), insert(keyed, '3', '7', 'c')));
      await destination.flush();
    });
    expect(await rows(keyed)).toEqual(['1|1|a', '2|2|b', '3|7|c']);
  });

  test('changes of a table that is none of the task are never passed over in silence', async () => {
    const { plan, keyed, within } = await made(fixture(), 'con_strange');
    await within(async (destination) => {
      await destination.open(plan);
      const strange = { ...insert(keyed, '9', null, 'x'), relation: { ...relationOf(keyed), id: 'strange' } };
      await expect(destination.apply(batch(2, strange))).rejects.toThrow('strange');
    });
  });
}
