import { expect, test } from 'vitest';
import { EngineError } from '../../errors.ts';
import type { RowChunk, RowStream } from '../../schema/row.ts';
import { text } from '../../text.ts';
import { at, type ContractFixture, HALVES, made, message, textRows, unit } from './ground.ts';

const MANY = Array.from({ length: 500 }, (_, index) => [String(index), null, `v${index}`] as const);

/** Rows that come to a stop: `reached` when some have been taken, then for as long as nobody ends the wait. */
function waiting(): {
  readonly read: () => Promise<RowStream>;
  readonly reached: Promise<void>;
  readonly end: (error: Error) => void;
  readonly over: () => boolean;
} {
  const told = settled<void>();
  const wait = settled<never>();
  wait.promise.catch(() => {});
  let over = false;
  async function* rows(): AsyncGenerator<RowChunk> {
    try {
      yield { bytes: message(Buffer.from('1\t1\ta\n')), messages: 1 };
      told.resolve();
      await wait.promise;
    } finally {
      over = true;
    }
  }
  const read = async (): Promise<RowStream> => ({ format: 'text', chunks: rows() });
  return { read, reached: told.promise, end: wait.reject, over: () => over };
}

function settled<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((done, failed) => {
    [resolve, reject] = [done, failed];
  });
  return { promise, resolve, reject };
}

/** Rows of the full load, slice by slice. */
export function loadContract(fixture: () => ContractFixture): void {
  test('a slice is there once it is said to be, is counted, and is not read again', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_load');
    for (const table of [keyed, keyless]) {
      await within(async (destination) => {
        await destination.open(plan);
        const loaded = await destination.load(
          unit(table),
          async () =>
            textRows([
              ['1', '-5', 'a\\tb'],
              ['2', null, null],
            ]),
          at(7),
        );
        expect(loaded).toMatchObject({ rows: 2 });
        expect(await rows(table)).toEqual(['1|-5|a\tb', '2|-|-']);
      });
      await within(async (destination) => {
        const { tables } = await destination.open(plan);
        const load = tables.get(table.id);
        expect(load).toMatchObject({ cut: { by: 'whole' }, storage: '1' });
        expect(load?.done.get(0)).toMatchObject({ position: at(7), rows: 2 });
        const read = () => Promise.reject(new Error('It is read again'));
        expect(await destination.load(unit(table), read, at(9))).toBeNull();
      });
      expect(await rows(table)).toHaveLength(2);
    }
  });

  test('what breaks off leaves nothing that counts, is told as it was thrown, and is made up for by the same call', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_broken');
    await within(async (destination) => {
      await destination.open(plan);
      for (const table of [keyed, keyless]) {
        const { read, end, over, reached } = waiting();
        const words = text('The reading is over', '读取已中断');
        const broken = new EngineError({ code: 'test.over', message: words, hint: words, retry: 'soon', side: 'source' });
        const loading = destination.load(unit(table), read, at(2));
        void reached.then(() => end(broken));
        await expect(loading).rejects.toBe(broken);
        expect(over()).toBe(true);
        expect(await rows(table)).toEqual([]);
        expect((await destination.state()).tables.get(table.id)?.done.size ?? 0).toBe(0);
        expect(await destination.load(unit(table), async () => textRows(MANY), at(3))).toMatchObject({ rows: MANY.length });
        expect(await rows(table)).toHaveLength(MANY.length);
      }
    });
  });

  test('a destination that is closed while a throttled reading waits ends the load, and the next opening has nothing of it', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_closed');
    for (const table of [keyed, keyless]) {
      const { read, reached, end } = waiting();
      let loading: Promise<unknown> = Promise.resolve();
      await within(async (destination) => {
        await destination.open(plan);
        loading = destination.load(unit(table), read, at(2));
        loading.catch(() => {});
        await reached;
      });
      end(new Error('Nobody reads any more'));
      await expect(loading).rejects.toThrow();
      await within(async (destination) => {
        const { tables } = await destination.open(plan);
        expect(tables.get(table.id)?.done.size ?? 0).toBe(0);
        expect(await destination.load(unit(table), async () => textRows([['1', '1', 'a']]), at(3))).toMatchObject({ rows: 1 });
      });
      expect(await rows(table)).toEqual(['1|1|a']);
    }
  });

  test('a row that does not fit is refused by table and column, with its whole slice and no other', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_narrow');
    await within(async (destination) => {
      await destination.open(plan);
      for (const table of [keyed, keyless]) {
        await destination.load(unit(table, 0, HALVES), async () => textRows([['1', '1', 'a']]), at(2));
        const wrong = destination.load(
          unit(table, 1, HALVES),
          async () =>
            textRows([
              ['2', '2', 'b'],
              ['3', '70000', 'c'],
            ]),
          at(2),
        );
        const error = await wrong.then(
          () => null,
          (thrown) => thrown,
        );
        expect(error).toMatchObject({ side: 'destination', retry: 'by-hand', object: expect.stringContaining(table.destination.name) });
        expect(error.message).toContain('small');
        expect(error.message).toContain('70000');
        expect(await rows(table)).toEqual(['1|1|a']);
        expect([...((await destination.state()).tables.get(table.id)?.done.keys() ?? [])]).toEqual([0]);
      }
    });
  });

  test('slices are loaded side by side, and a table is taken back without the others', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_halves');
    await within(async (destination) => {
      await destination.open(plan);
      const half = (from: number) => MANY.slice(from, from + 250);
      await Promise.all(
        [keyed, keyless].flatMap((table) => [
          destination.load(unit(table, 0, HALVES), async () => textRows(half(0)), at(2)),
          destination.load(unit(table, 1, HALVES), async () => textRows(half(250)), at(4)),
        ]),
      );
      await destination.meetAt([keyed.id], at(6));
      expect(await rows(keyed)).toHaveLength(500);
      expect((await destination.state()).tables.get(keyed.id)).toMatchObject({ cut: HALVES, meet: at(6) });
      await destination.unload(keyed);
      expect(await rows(keyed)).toEqual([]);
    });
    await within(async (destination) => {
      const { tables } = await destination.open(plan);
      expect(tables.has(keyed.id)).toBe(false);
      expect(tables.get(keyless.id)?.done.size).toBe(2);
    });
    expect(await rows(keyless)).toHaveLength(500);
  });

  test('rows that two views of a keyed table brought are one in the end', async () => {
    const { plan, keyed, within, rows } = await made(fixture(), 'con_views');
    await within(async (destination) => {
      await destination.open(plan);
      expect(await destination.isUniqueByKeyAlone(keyed)).toBe(true);
      await destination.load(
        unit(keyed, 0, HALVES),
        async () =>
          textRows([
            ['1', '1', 'a'],
            ['2', '2', 'b'],
          ]),
        at(2),
      );
      await destination.load(unit(keyed, 1, HALVES), async () => textRows([['3', '3', 'c']]), at(4));
      await destination.uniteViews(keyed);
    });
    expect(await rows(keyed)).toEqual(['1|1|a', '2|2|b', '3|3|c']);
  });

  test('all is begun anew: tables are empty, and neither checkpoint nor slices are known', async () => {
    const { plan, keyed, keyless, within, rows } = await made(fixture(), 'con_anew');
    await within(async (destination) => {
      await destination.open(plan);
      for (const table of [keyed, keyless]) await destination.load(unit(table), async () => textRows(MANY), at(2));
      await destination.restart([keyed, keyless]);
      const { checkpoint, tables } = await destination.state();
      expect([checkpoint, tables.size]).toEqual([null, 0]);
    });
    expect([await rows(keyed), await rows(keyless)]).toEqual([[], []]);
    await within(async (destination) => {
      expect((await destination.open(plan)).statements.size).toBe(plan.statements.length);
      await destination.begin(at(9));
      expect((await destination.state()).checkpoint).toBe(at(9));
    });
  });
}
