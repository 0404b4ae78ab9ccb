import { expect, test } from 'vitest';
import { EngineError } from '../errors.ts';
import type { Statement } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { StructureRun } from './run.ts';

/** A statement for after the rows of its table. */
function part(table: string, name: string, requires: readonly string[] = []): Statement {
  const id = `${table}.${name}`;
  return { id, phase: 'after', kind: 'index', part: 'make', object: id, objectId: id, table, sql: id, requires, locks: [] };
}

function refused(connection = false): EngineError {
  const message = { en: 'no', zh: '否' };
  return new EngineError({ code: 'statement.refused', message, hint: message, retry: 'by-hand', side: 'destination', connection });
}

interface Server {
  readonly statements: readonly Statement[];
  /** Called with each statement; what it throws is the server's answer. */
  readonly answer?: (sql: string) => void;
  readonly signal?: AbortSignal;
  readonly lanes?: number;
}

/** A run beside the copying of tables; each statement takes a while, alone. */
function besideOn({ statements, answer = () => {}, signal = new AbortController().signal, lanes }: Server) {
  const made: string[] = [];
  const events: TaskEvent[] = [];
  const running: string[] = [];
  /** What ran side by side whenever one began. */
  const history: string[][] = [];
  const run = new StructureRun({
    destination: {
      run: async (slot) => {
        const [sql = ''] = slot.map((statement) => statement.sql);
        running.push(sql);
        history.push([...running]);
        await settled();
        running.splice(running.indexOf(sql), 1);
        answer(sql);
        made.push(sql);
      },
      building: async () => new Map(),
    },
    statements,
    done: new Set(),
    skipped: new Set(),
    isHeavy: () => true,
    emit: (event) => events.push(event),
    onDurable: () => {},
    signal,
  });
  const ready = new Set<string>();
  const beside = run.beside(after, { awaits: ({ table }) => table, isReady: (table) => ready.has(table) }, lanes);
  /** The rows of these tables are there now. */
  const loaded = async (...tables: readonly string[]) => {
    for (const table of tables) ready.add(table);
    beside.more();
    await settled();
    await settled();
  };
  return { run, beside, loaded, made, events, history };
}

const before = ({ phase }: Statement) => phase === 'before';
const after = ({ phase }: Statement) => phase === 'after';
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('what looks at a table runs when its rows are there, the rest when the turn comes', async () => {
  const { run, made, beside, loaded } = besideOn({
    statements: [part('a', 'key'), part('b', 'key'), part('b', 'index'), part('c', 'key')],
  });
  await settled();
  expect(made).toEqual([]);
  await loaded('b');
  expect(made).toContain('b.key');
  await loaded('c');
  await beside.end();
  expect(made).toEqual(['b.key', 'b.index', 'c.key']);
  expect(run.unfinished.map(({ id }) => id)).toEqual(['a.key']);
  beside.more();
  await run.run(after);
  expect(made.at(-1)).toBe('a.key');
});

test('of what is ready the first of the plan goes first, and what needs something that has no rows waits', async () => {
  const { run, made, beside, loaded } = besideOn({
    statements: [part('b', 'key'), part('c', 'key', ['a.key']), part('d', 'key'), part('a', 'key')],
  });
  await loaded('d', 'c', 'b');
  await beside.end();
  expect(made).toEqual(['b.key', 'd.key']);
  await run.run(after);
  expect(made).toEqual(['b.key', 'd.key', 'a.key', 'c.key']);
});

test('as few lanes as are asked for while tables are copied, all when that is over', async () => {
  const statements = ['1', '2', '3', '4', '5', '6'].map((name) => part('a', name));
  const { made, beside, loaded, history } = besideOn({ statements, lanes: 1 });
  await loaded('a');
  expect(history.every(({ length }) => length === 1)).toBe(true);
  await beside.end();
  expect([made.length, history.some(({ length }) => length === 2)]).toEqual([6, true]);
});

test('a failure is told, holds back what needs it, and runs when it is mended', async () => {
  const { run, made, beside, loaded, events } = besideOn({
    statements: [part('a', 'key'), part('a', 'index', ['a.key'])],
    answer: (id) => {
      if (id === 'a.key') throw refused();
    },
  });
  await loaded('a');
  expect(events.filter(({ kind }) => kind === 'statement-failed')).toHaveLength(1);
  expect(made).toEqual([]);
  run.mend({ action: 'retry', statement: 'a.key', sql: 'mended' });
  await settled();
  await beside.end();
  expect([made, run.failures]).toEqual([['mended', 'a.index'], []]);
});

test('a task that is stopped begins nothing more', async () => {
  const stop = new AbortController();
  const { made, beside, loaded } = besideOn({ statements: [part('a', 'key'), part('b', 'key')], signal: stop.signal });
  await loaded('a');
  stop.abort();
  await loaded('b');
  await beside.end();
  expect(made).toEqual(['a.key']);
});

test('a connection lost meanwhile is told at the end, and nothing more is begun', async () => {
  const { made, beside, loaded, run } = besideOn({
    statements: [part('a', 'key'), part('b', 'key')],
    answer: (id) => {
      if (id === 'a.key') throw refused(true);
    },
  });
  await loaded('a');
  await loaded('b');
  await expect(beside.end()).rejects.toThrow('no');
  expect([made, run.failures]).toEqual([[], []]);
});

test('another turn ends it', async () => {
  const { run, made, beside, loaded } = besideOn({ statements: [part('a', 'key'), part('b', 'key')] });
  await loaded('a');
  await run.run(before);
  await loaded('b');
  await beside.end();
  expect(made).toEqual(['a.key']);
});

test('those that share a table run side by side, one that must have it alone does not', async () => {
  const shares = ['t'];
  const statements = [
    { ...part('a', 'key'), locks: ['t'] },
    { ...part('a', '1'), shares },
    { ...part('a', '2'), shares },
  ];
  const { beside, loaded, history } = besideOn({ statements, lanes: 2 });
  await loaded('a');
  await beside.end();
  expect(history).toEqual([['a.key'], ['a.1'], ['a.1', 'a.2']]);
});

test('what is mended when it is over does not bring what has no rows', async () => {
  const { run, made, beside, loaded } = besideOn({
    statements: [part('a', 'key'), part('a', 'index', ['a.key']), part('b', 'key')],
    answer: (sql) => {
      if (sql === 'a.key') throw refused();
    },
  });
  await loaded('a');
  await beside.end();
  run.mend({ action: 'retry', statement: 'a.key', sql: 'mended' });
  await run.run(before);
  expect(made).toEqual(['mended', 'a.index']);
});
