import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { FaultProxy } from './proxy.ts';
import { applicationName, type Message, Messages } from './wire.ts';

const message = (type: string, text: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + text.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(text)]);
};
const startup = (name: string) => message('', `\0\u0003\0\0user\0me\0application_name\0${name}\0\0`);

test('messages are told apart wherever the bytes are cut, and every byte goes on', () => {
  const sent = Buffer.concat([startup('somebody'), message('Q', 'select 1\0'), message('d', 'x'.repeat(500)), message('X', '')]);
  for (const size of [1, 3, 7, 64, sent.length]) {
    const messages = new Messages('up');
    const seen: Message[] = [];
    const passed: Buffer[] = [];
    for (let at = 0; at < sent.length; at += size) passed.push(messages.take(sent.subarray(at, at + size), (each) => seen.push(each)));
    expect(Buffer.concat(passed).equals(sent), `in pieces of ${size}`).toBe(true);
    expect(seen.map(({ type, length }) => [type, length])).toEqual([
      ['', 43],
      ['Q', 14],
      ['d', 505],
      ['X', 5],
    ]);
    expect(seen.slice(0, 1).map(applicationName)).toEqual(['somebody']);
  }
});

test('what is executed is known by its text, however long ago it was prepared', () => {
  const messages = new Messages('down');
  const seen: string[] = [];
  const prepared = [message('P', 'a\0commit\0\0\0'), message('P', 'b\0select 1\0\0\0')];
  const later = ['b', 'a'].flatMap((name) => [message('B', `\0${name}\0\0\0\0\0\0\0`), message('E', '\0\0\0\0\0')]);
  messages.take(Buffer.concat([...prepared, ...later]), ({ type, text }) => seen.push(`${type} ${text}`));
  expect(seen).toEqual(['P commit', 'P select 1', 'B select 1', 'E select 1', 'B commit', 'E commit']);
});

test('harm is done in the middle of the message it waits for, to that connection only', async () => {
  const heard = new Map<Socket, Buffer[]>();
  const server = createServer((socket) => {
    heard.set(socket, []);
    socket.on('error', () => {}).on('data', (chunk: Buffer) => heard.get(socket)?.push(chunk));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await FaultProxy.open((server.address() as AddressInfo).port);
  const clients = ['spared', 'harmed'].map((name) => {
    const socket = dial(proxy.port, '127.0.0.1').on('error', () => {});
    socket.write(startup(name));
    return socket;
  });
  const [spared, harmed] = clients;
  try {
    await expect.poll(() => proxy.links('harmed').length + proxy.links('spared').length).toBe(2);
    const trip = { link: 'harmed', way: 'up', message: ({ type }: Message) => type === 'Q', spare: 1, part: 0.5 } as const;
    const hit = proxy.trips({ ...trip, harm: { kind: 'reset' } }, 10_000);
    for (const socket of clients) for (const text of ['first', 'second', 'third']) socket.write(message('Q', text));
    expect(await hit).toBe(true);
    await expect.poll(() => [harmed?.destroyed, proxy.links().length]).toEqual([true, 1]);
    expect(spared?.destroyed).toBe(false);
    const texts = () => [...heard.values()].map((chunks) => Buffer.concat(chunks).toString());
    await expect.poll(() => texts().filter((text) => text.includes('third')).length).toBe(1);
    expect(texts().some((text) => text.includes('harmed') && text.includes('second'))).toBe(false);
  } finally {
    for (const socket of clients) socket.destroy();
    await proxy[Symbol.asyncDispose]();
    server.close();
  }
});
