import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { ChangeEvent } from '../../schema/row.ts';
import { openChangeStream } from './stream.ts';

const message = (kind: string, ...body: readonly Buffer[]): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + Buffer.concat(body).length);
  return Buffer.concat([Buffer.from(kind), length, ...body]);
};
const READY = message('Z', Buffer.from('I'));
/** One message of the log in its CopyData frame. */
const logged = (text: Buffer): Buffer => message('d', Buffer.from('w'), Buffer.alloc(24), text);
const BEGIN = logged(Buffer.concat([Buffer.from('B'), Buffer.alloc(20)]));
const UNREADABLE = logged(Buffer.concat([Buffer.from('I'), Buffer.from([0, 0, 0, 9])]));
const COMMIT = logged(Buffer.concat([Buffer.from('C'), Buffer.alloc(25)]));

/** A walsender that says what it is told to once the stream is asked for. */
function speak(socket: Socket, log: Buffer): void {
  let started = false;
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    if (!started) {
      started = true;
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), READY]));
    } else if (chunk.includes('START_REPLICATION')) socket.write(Buffer.concat([message('W', Buffer.alloc(3)), log]));
    else if (chunk[0] === 0x51) socket.write(Buffer.concat([message('C', Buffer.from('SELECT 0\0')), READY]));
  });
}

/** The rest of its transaction would otherwise be committed, and acknowledged, without it. */
test('after a message that cannot be read nothing more is told, not even in the same packet', async () => {
  const server = createServer((socket) => speak(socket, Buffer.concat([BEGIN, UNREADABLE, COMMIT, BEGIN, COMMIT])));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = {
    type: 'postgresql',
    host: '127.0.0.1',
    port,
    database: 'd',
    user: 'u',
    password: '',
    tls: { mode: 'disable' },
  } as const;
  try {
    await using stream = await openChangeStream({ endpoint, name: 'slot', from: null, version: 150000, spill: null });
    const told: ChangeEvent['kind'][] = [];
    const read = async (): Promise<never> => {
      for (;;) told.push(...(await stream.next(new AbortController().signal)).map(({ kind }) => kind));
    };
    await expect(read()).rejects.toThrow('The log names relation 9 before describing it');
    expect(told).toEqual(['begin']);
  } finally {
    server.close();
  }
});
