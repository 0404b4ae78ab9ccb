import { expect, test } from 'vitest';
import type { ColumnStructure } from '../../ddl/structure.ts';
import type { RowChange } from '../../schema/row.ts';
import { columnOf, Following, type Moment, sorted, tableOf, walk } from './following.ts';
import { at, batch, type ContractFixture, type Ground, made, part } from './ground.ts';

const SMALL = columnOf(2, 'small', 'smallint');
const V = columnOf(3, 'v', 'text');
const called = (column: ColumnStructure, name: string): ColumnStructure => ({ ...column, name });
const [W, NUMBER, TEXT, EXTRA] = [called(V, 'w'), columnOf(4, 'v', 'integer'), columnOf(5, 'v', 'text'), columnOf(4, 'extra', 'integer')];

/** The columns that a table has beside its first, after one command and the other. */
type History = readonly (readonly ColumnStructure[])[];

const HISTORIES: readonly (readonly [what: string, history: History])[] = [
  [
    'takes the name that another had',
    [
      [SMALL, V],
      [SMALL, W],
      [SMALL, W, NUMBER],
    ],
  ],
  ['takes the name of one that went', [[SMALL, V], [SMALL], [SMALL, NUMBER]]],
  ['changes its name and goes', [[SMALL, V], [SMALL, W], [SMALL]]],
  [
    'takes a name that one after the other had',
    [
      [SMALL, V],
      [SMALL, W],
      [SMALL, W, NUMBER],
      [SMALL, W, called(NUMBER, 'x')],
      [SMALL, W, called(NUMBER, 'x'), TEXT],
    ],
  ],
  ['comes, goes, and comes again', [[V], [V, EXTRA], [V], [V, called(NUMBER, 'extra')], [V], [V, called(TEXT, 'extra')]]],
  [
    'takes the place of one that took a place',
    [
      [SMALL, V],
      [SMALL, W],
      [SMALL, W, NUMBER],
      [SMALL, NUMBER],
      [SMALL, called(NUMBER, 'w')],
      [SMALL, called(NUMBER, 'w'), TEXT],
    ],
  ],
];

/** A value that no other row, and no other column of the row, has. */
function valueIn(row: number, { number, type }: ColumnStructure): string {
  return type === 'text' ? `${row} in ${number}` : String(row * 10 + number);
}

/** What is to be there: of each row the values of the columns that there were when it came. */
function rowsOf(history: History, shapes: readonly number[]): readonly string[] {
  const last = history.at(-1) ?? [];
  const has = (shape: number, number: number) => (history[shape] ?? []).some((column) => column.number === number);
  return shapes
    .map((shape, row) => [row, ...last.map((column) => (has(shape, column.number) ? valueIn(row, column) : '-'))].join('|'))
    .sort();
}

/** In both tables. */
class Columns {
  readonly #schema: string;
  readonly #history: History;
  /** Of which of its columns each row is. */
  readonly shapes: number[] = [];

  constructor(schema: string, history: History) {
    this.#schema = schema;
    this.#history = history;
  }

  /** A row of now. */
  row(shape: number): (to: Following) => readonly RowChange[] {
    const row = this.shapes.push(shape) - 1;
    const columns = this.#history[shape] ?? [];
    const values = Object.fromEntries(columns.map((column) => [column.name, valueIn(row, column)]));
    return (to) => ['t', 'log'].map((name) => to.insert(name, { id: String(row), ...values }));
  }

  /** The command that leaves these columns. */
  command(shape: number): Moment {
    const [before = [], after = []] = [this.#history[shape - 1], this.#history[shape]];
    const step = (name: string, isKeyed: boolean) =>
      [tableOf(this.#schema, name, before, isKeyed), tableOf(this.#schema, name, after, isKeyed)] as const;
    return (to) => to.run('ALTER TABLE', step('t', true), step('log', false));
  }

  async expectIn(ground: Ground): Promise<void> {
    const names = ['id', ...(this.#history.at(-1) ?? []).map(({ name }) => name)];
    const rows = rowsOf(this.#history, this.shapes);
    expect(await sorted(ground, this.#schema, 't', names)).toEqual(rows);
    expect(await sorted(ground, this.#schema, 'log', names)).toEqual(rows);
  }
}

/** In the schemas of the contract the second column is there from the beginning. */
async function beginning(fixture: ContractFixture, schema: string, history: History): Promise<Ground> {
  const ground = await made(fixture, schema);
  if (history[0]?.includes(SMALL) === true) return ground;
  const [both, one] = [[SMALL, V], [V]];
  const step = (name: string, isKeyed: boolean) => [tableOf(schema, name, both, isKeyed), tableOf(schema, name, one, isKeyed)] as const;
  await walk(ground, [(to) => to.run('ALTER TABLE', step('t', true), step('log', false)), (_, there) => there.apply(batch(2)), FLUSH]);
  return ground;
}

const FLUSH: Moment = (_, there) => there.flush();
/** A command may have to come after the rows before it, also one that is nothing there. */
const WRITE: Moment = (to) => to.run('COMMENT');

interface Transaction {
  readonly end: number;
  readonly moments: readonly Moment[];
}

/** What is after the checkpoint, up to `until` of its moments; then the engine is killed. */
async function follow(ground: Ground, transactions: readonly Transaction[], until = Number.POSITIVE_INFINITY): Promise<void> {
  await ground.within(async (destination) => {
    const { following, state } = await Following.open(ground, destination);
    const left = transactions.filter(({ end }) => state.checkpoint === null || at(end) > state.checkpoint);
    for (const moment of left.flatMap(({ moments }) => moments).slice(0, until)) await moment(following, destination);
  });
}

/** A column is the one it is by its number, whatever it and others are called. */
export function columnContract(fixture: () => ContractFixture): void {
  for (const [index, [what, history]] of HISTORIES.entries()) {
    test(`a column ${what}: every value is in its own, wherever the engine was killed`, async () => {
      const schema = `con_column_${index}`;
      const ground = await beginning(fixture(), schema, history);
      const columns = new Columns(schema, history);
      const moments = history.flatMap((_, shape): readonly Moment[] => {
        const row = columns.row(shape);
        const written: readonly Moment[] = [(to, there) => there.apply(part(10, ...row(to))), WRITE];
        return shape === 0 ? written : [columns.command(shape), ...written];
      });
      const last = columns.row(history.length - 1);
      // Again, for what was written once need not be written when it is taken back.
      for (let times = 0; times < 2; times += 1)
        for (let until = 1; until <= moments.length; until += 1) await walk(ground, moments, until);
      await walk(ground, [...moments, (to, there) => there.apply(batch(10, ...last(to))), FLUSH]);
      await columns.expectIn(ground);
      expect((await walk(ground, [])).checkpoint).toBe(at(10));
    });

    test(`a column ${what}, in transactions that come again otherwise cut: every value is in its own`, async () => {
      const schema = `con_cut_${index}`;
      const ground = await beginning(fixture(), schema, history);
      const columns = new Columns(schema, history);
      const whole = history.slice(1).map((_, before): Transaction => {
        const [first, last] = [columns.row(before), columns.row(before + 1)];
        const end = 10 * (before + 1);
        return {
          end,
          moments: [
            (to, there) => there.apply(part(end, ...first(to))),
            columns.command(before + 1),
            (to, there) => there.apply(batch(end, ...last(to))),
          ],
        };
      });
      const row = columns.row(history.length - 1);
      const end = 10 * history.length;
      const begun: Transaction = { end, moments: [(to, there) => there.apply(part(end, ...row(to))), WRITE] };
      const cut = [...whole.map(({ moments, ...each }) => ({ ...each, moments: [...moments, FLUSH] })), begun];
      await follow(ground, [...whole, begun]);
      for (const { moments } of cut) for (let until = 1; until <= moments.length; until += 1) await follow(ground, cut, until);
      await follow(ground, [...cut, { end, moments: [(_, there) => there.apply(batch(end)), FLUSH] }]);
      await columns.expectIn(ground);
    });
  }

  test('a value that did not change stays in a column that came where another was, though its row comes again without it', async () => {
    const schema = 'con_unsent';
    const ground = await made(fixture(), schema);
    const table = (columns: readonly ColumnStructure[]) => tableOf(schema, 't', columns);
    const first: readonly Moment[] = [
      (to, there) => there.apply(part(10, to.insert('t', { id: '1', small: '1', v: 'of w' }))),
      (to) => to.run('ALTER TABLE', [table([SMALL, V]), table([SMALL, W])]),
      (to) => to.run('ALTER TABLE', [table([SMALL, W]), table([SMALL, W, TEXT])]),
      (to, there) => there.apply(batch(10, to.insert('t', { id: '2', small: '2', w: 'w', v: 'long' }))),
    ];
    const begun: Transaction = { end: 20, moments: [(to, there) => there.apply(part(20, to.update('t', { id: '2', small: '3' }))), WRITE] };
    await follow(ground, [{ end: 10, moments: first }, begun]);
    const cut = [{ end: 10, moments: [...first, FLUSH] }, begun];
    await follow(ground, cut);
    await follow(ground, [...cut, { end: 20, moments: [(_, there) => there.apply(batch(20)), FLUSH] }]);
    expect(await sorted(ground, schema, 't', ['id', 'small', 'w', 'v'])).toEqual(['1|1|of w|-', '2|3|w|long']);
  });
}
