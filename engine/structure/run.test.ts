import { expect, test } from 'vitest';
import { EngineError } from '../errors.ts';
import type { Statement } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { StructureRun } from './run.ts';

function statement(id: string, requires: readonly string[] = [], phase: Statement['phase'] = 'before'): Statement {
  return { id, phase, kind: 'table', part: 'make', object: id, objectId: id, table: null, sql: id, requires, locks: [] };
}

function refused(connection = false): EngineError {
  const message = { en: 'no', zh: '否' };
  return new EngineError({ code: 'statement.refused', message, hint: message, retry: 'by-hand', side: 'destination', connection });
}

interface Server {
  readonly statements: readonly Statement[];
  /** Called with each transaction; what it throws is the server's answer. */
  readonly answer: (ids: readonly string[], run: StructureRun) => void | Promise<void>;
  readonly heavy?: readonly string[];
}

/** A run over a server that keeps what was made on it. */
function runOn({ statements, answer, heavy = [] }: Server) {
  const made: string[] = [];
  const events: TaskEvent[] = [];
  const run: StructureRun = new StructureRun({
    destination: {
      run: async (slot) => {
        await answer(
          slot.map(({ sql }) => sql),
          run,
        );
        made.push(...slot.map(({ sql }) => sql));
      },
      building: async () => new Map(),
    },
    statements,
    done: new Set(),
    skipped: new Set(),
    isHeavy: ({ id }) => heavy.includes(id),
    emit: (event) => events.push(event),
    onDurable: () => {},
    signal: new AbortController().signal,
  });
  return { run, made, events };
}

const before = ({ phase }: Statement) => phase === 'before';
const after = ({ phase }: Statement) => phase === 'after';

test('of a batch, what needs the one that failed waits and is not tried', async () => {
  const { run, made } = runOn({
    statements: [statement('a'), statement('b', ['a']), statement('c', ['b']), statement('d')],
    answer: (ids) => {
      if (ids.includes('a')) throw refused();
    },
  });
  await run.run(before);
  expect(run.failures.map(({ id }) => id)).toEqual(['a']);
  expect(made).toEqual(['d']);
});

test('what was mended runs with what waited for it, at once and in its own turn only', async () => {
  const { run, made } = runOn({
    statements: [statement('a'), statement('b', ['a']), statement('index', ['a'], 'after')],
    answer: (ids) => {
      if (ids.includes('a')) throw refused();
    },
  });
  await run.run(before);
  run.mend({ action: 'retry', statement: 'a', sql: 'mended' });
  await run.run(before);
  expect(made).toEqual(['mended', 'b']);
  await run.run(after);
  expect([made.at(-1), run.unfinished]).toEqual(['index', []]);
});

test('what is mended when its turn is over waits for the next round', async () => {
  let mended = false;
  const { run, made } = runOn({
    statements: [statement('table'), statement('index', ['table'], 'after'), statement('other', [], 'after')],
    answer: (ids, run) => {
      if (ids.includes('table') && !mended) throw refused();
      if (!ids.includes('other')) return;
      mended = true;
      run.mend({ action: 'retry', statement: 'table' });
    },
  });
  await run.run(before);
  await run.run(after);
  expect([made, run.failures, run.mends]).toEqual([['other'], [], 1]);
  await run.run(before);
  await run.run(after);
  expect(made).toEqual(['other', 'table', 'index']);
});

test('a person may answer a failure that is just being tried again', async () => {
  const { run, made } = runOn({
    statements: [statement('a'), statement('b')],
    heavy: ['a', 'b'],
    answer: async ([id], run) => {
      await Promise.resolve();
      if (id === 'a') run.mend({ action: 'skip', statements: ['a'] });
      if (id === 'b') run.mend({ action: 'retry', statement: 'b', sql: 'mended' });
      if (id !== 'mended') throw refused();
    },
  });
  await run.run(before);
  expect([made, run.failures, run.unfinished]).toEqual([['mended'], [], []]);
});

test('what is passed over before it is tried is not tried', async () => {
  const { run, made } = runOn({ statements: [statement('a'), statement('b', ['a'])], answer: () => {} });
  run.mend({ action: 'skip', statements: ['a'] });
  await run.run(before);
  expect(made).toEqual(['b']);
});

test('when one connection is lost nothing more is begun on the other', async () => {
  const statements = ['a', 'b', 'c'].map((id) => statement(id));
  const { run, made } = runOn({
    statements,
    heavy: ['a', 'b', 'c'],
    answer: async ([id]) => {
      if (id === 'a') throw refused(true);
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  });
  await expect(run.run(before)).rejects.toThrow('no');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([made, run.failures]).toEqual([['b'], []]);
});
