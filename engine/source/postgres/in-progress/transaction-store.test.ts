import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TransactionStore } from './transaction-store.ts';

let parent: string;
let made = 0;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'opendts-store-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function freshFolder(): string {
  made += 1;
  return join(parent, String(made));
}

async function all(pieces: AsyncIterable<readonly Buffer[]>): Promise<string[]> {
  const messages: string[] = [];
  for await (const piece of pieces) messages.push(...piece.map((message) => message.toString('latin1')));
  return messages;
}

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function readlinkOrNothing(fd: string): readonly string[] {
  try {
    return [readlinkSync(`/proc/self/fd/${fd}`)];
  } catch {
    return [];
  }
}

interface Modelled {
  readonly messages: { readonly subtransaction: number; readonly text: string }[];
  /** Subtransactions that are open, the innermost last. */
  readonly nested: number[];
  next: number;
}

/** What is kept, told apart by nothing but lists. */
class Model {
  readonly open = new Map<number, Modelled>();
  readonly prepared = new Map<string, Modelled>();

  drop(transaction: Modelled, subtransaction: number): void {
    const kept = transaction.messages.filter((message) => message.subtransaction !== subtransaction);
    transaction.messages.splice(0, transaction.messages.length, ...kept);
  }

  texts(transaction: Modelled): string[] {
    return transaction.messages.map(({ text }) => text);
  }
}

const SIZES = [0, 1, 30, 500, 5_000, 70_000, 1_200_000];

/** One random life of a store beside its model. */
async function live(seed: number, memoryBytes: number): Promise<{ readonly given: number; readonly spilled: number }> {
  const pick = random(seed);
  const folder = freshFolder();
  const model = new Model();
  let given = 0;
  let spilled = 0;
  let numbers = 700;
  await using store = await TransactionStore.open({ folder, memoryBytes });
  const oneOf = <T>(things: Iterable<T>): T | undefined => {
    const list = [...things];
    return list[pick(list.length)];
  };
  for (let step = 0; step < 400; step += 1) {
    const number = oneOf(model.open.keys());
    const transaction = number === undefined ? undefined : model.open.get(number);
    const deed = pick(100);
    if (number === undefined || transaction === undefined || (deed < 5 && model.open.size < 6)) {
      numbers += 1000;
      store.begin(numbers);
      model.open.set(numbers, { messages: [], nested: [], next: numbers });
    } else if (deed < 70) {
      const subtransaction = transaction.nested.at(-1) ?? number;
      const size = SIZES[pick(pick(20) === 0 ? SIZES.length : SIZES.length - 2)] ?? 0;
      const text = `${step}:`.padEnd(size, 'x');
      const extra = pick(2) * 4;
      const message = Buffer.from(`I${'*'.repeat(extra)}${text}`, 'latin1');
      store.push(number, subtransaction, message, extra);
      // Whoever gave it may use the bytes again.
      message.fill(0);
      transaction.messages.push({ subtransaction, text: `I${text}` });
    } else if (deed < 78) {
      transaction.next += 1;
      transaction.nested.push(transaction.next);
    } else if (deed < 82) {
      transaction.nested.pop();
    } else if (deed < 90 && transaction.nested.length > 0) {
      // As the source tells it: those within it before it.
      const depth = pick(transaction.nested.length);
      for (const subtransaction of transaction.nested.splice(depth).reverse()) {
        store.abort(number, subtransaction);
        model.drop(transaction, subtransaction);
      }
    } else if (deed < 93) {
      store.abort(number, number);
      model.open.delete(number);
    } else if (deed < 95) {
      store.prepare(number, `gid ${number}`);
      model.open.delete(number);
      model.prepared.set(`gid ${number}`, transaction);
    } else if (deed < 97) {
      const name = oneOf(model.prepared.keys());
      if (name === undefined) continue;
      if (pick(3) === 0) store.rollbackPrepared(name);
      else expect(await all(store.commitPrepared(name))).toEqual(model.texts(model.prepared.get(name) ?? transaction));
      model.prepared.delete(name);
    } else {
      expect(await all(store.commit(number))).toEqual(model.texts(transaction));
      given += 1;
      model.open.delete(number);
    }
    spilled = Math.max(spilled, store.held.disk);
    expect(store.held.memory).toBeLessThanOrEqual(memoryBytes);
  }
  for (const [number, transaction] of model.open) expect(await all(store.commit(number))).toEqual(model.texts(transaction));
  for (const [name, transaction] of model.prepared) expect(await all(store.commitPrepared(name))).toEqual(model.texts(transaction));
  expect(store.held).toEqual({ memory: 0, disk: 0 });
  expect(readdirSync(folder)).toEqual([]);
  return { given, spilled };
}

test.each([0, 1, 10_000, 200_000, 64 << 20])('with %i bytes of memory it gives back what a plain list would', async (memoryBytes) => {
  let given = 0;
  let spilled = 0;
  for (let seed = 1; seed <= 15; seed += 1) {
    const life = await live(seed * 7919 + memoryBytes, memoryBytes);
    given += life.given;
    spilled = Math.max(spilled, life.spilled);
  }
  expect(given).toBeGreaterThan(10);
  expect(spilled > 0).toBe(memoryBytes < 64 << 20);
});

test('trying again and again takes no room', async () => {
  await using store = await TransactionStore.open({ folder: freshFolder(), memoryBytes: 0 });
  store.begin(1);
  store.push(1, 1, Buffer.from('first'));
  const before = store.held.disk;
  for (let attempt = 2; attempt < 50; attempt += 1) {
    store.push(1, attempt, Buffer.alloc(10_000, 'x'));
    store.abort(1, attempt);
  }
  expect(store.held.disk).toBe(before);
  expect(await all(store.commit(1))).toEqual(['first']);
});

test('beyond what the disk may hold it refuses, and names the setting', async () => {
  await using store = await TransactionStore.open({ folder: freshFolder(), memoryBytes: 1_000, diskBytes: 50_000 });
  store.begin(1);
  store.begin(2);
  store.push(1, 1, Buffer.alloc(30_000, 'x'));
  const push = () => store.push(2, 2, Buffer.alloc(30_000, 'x'));
  expect(push).toThrow(expect.objectContaining({ code: 'source.transaction-too-large', retry: 'by-hand' }));
  expect(push).toThrow('incremental.spillMegabytes');
});

test('a folder that does not take files is named', async () => {
  const folder = freshFolder();
  await using store = await TransactionStore.open({ folder, memoryBytes: 0 });
  rmSync(folder, { recursive: true });
  store.begin(1);
  expect(() => store.push(1, 1, Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'source.spill-failed', object: folder }));
});

test('what a killed engine left is removed, what is not of a store is not', async () => {
  const folder = freshFolder();
  const killed = await TransactionStore.open({ folder, memoryBytes: 0 });
  killed.begin(1);
  killed.push(1, 1, Buffer.from('x'));
  writeFileSync(join(folder, 'notes.txt'), '');
  expect(readdirSync(folder)).toHaveLength(2);
  await using store = await TransactionStore.open({ folder });
  expect(readdirSync(folder)).toEqual(['notes.txt']);
  expect(store.held).toEqual({ memory: 0, disk: 0 });
});

test('a reader that breaks off leaves nothing behind', async () => {
  const folder = freshFolder();
  await using store = await TransactionStore.open({ folder, memoryBytes: 100_000 });
  store.begin(1);
  for (let at = 0; at < 100; at += 1) store.push(1, 1, Buffer.alloc(30_000, 'x'));
  expect(store.held.disk).toBeGreaterThan(0);
  for await (const piece of store.commit(1)) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect(store.held).toEqual({ memory: 0, disk: 0 });
  expect(readdirSync(folder)).toEqual([]);
});

// Elsewhere nothing tells what a process has open.
if (process.platform === 'linux')
  test('a reader that is left standing has nothing open any more when the store ends', async () => {
    const folder = freshFolder();
    const opened = () =>
      readdirSync('/proc/self/fd')
        .flatMap((fd) => readlinkOrNothing(fd))
        .filter((path) => path.startsWith(folder));
    const store = await TransactionStore.open({ folder, memoryBytes: 0 });
    store.begin(1);
    for (let at = 0; at < 100; at += 1) store.push(1, 1, Buffer.alloc(30_000, 'x'));
    const reader = store.commit(1)[Symbol.asyncIterator]();
    await reader.next();
    expect(opened()).toHaveLength(2);
    await store[Symbol.asyncDispose]();
    // Closing takes a turn.
    for (let turn = 0; turn < 100 && opened().length > 0; turn += 1) await new Promise(setImmediate);
    expect(opened()).toEqual([]);
  });

test('while one transaction is read others go on', async () => {
  await using store = await TransactionStore.open({ folder: freshFolder(), memoryBytes: 10_000 });
  store.begin(1);
  store.begin(2);
  for (let at = 0; at < 300; at += 1) store.push(1, 1, Buffer.from(`${at}`.padEnd(10_000)));
  const read: string[] = [];
  for await (const piece of store.commit(1)) {
    read.push(...piece.map((message) => message.toString('latin1').trim()));
    store.push(2, 2, Buffer.from(`after ${read.length}`));
  }
  expect(read).toEqual(Array.from({ length: 300 }, (_, at) => `${at}`));
  expect((await all(store.commit(2))).at(-1)).toBe('after 300');
});

test('what did not begin is a fault, for its changes were lost', async () => {
  await using store = await TransactionStore.open({ folder: freshFolder() });
  expect(() => store.push(1, 1, Buffer.from('x'))).toThrow('did not begin');
  expect(() => store.commit(1)).toThrow('did not begin');
  expect(() => store.commitPrepared('gid')).toThrow('gid');
  store.abort(1, 1);
  store.rollbackPrepared('gid');
});
