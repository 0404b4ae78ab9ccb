import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { startEmulator } from '#e2e/selectdb/emulator.ts';

/**
 * A process of its own that takes rows and drops them: the emulator, which reads and counts them, or with `tcp` behind its frontend a
 * backend that is as little as a backend can be. Prints its ports.
 */

const LAST = Buffer.from('0\r\n\r\n');
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
/** It counts nothing, and rows that were loaded under this label before are nothing that need be counted. */
const TAKEN = JSON.stringify({ TxnId: 1, Label: '', Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED', Message: 'dropped' });
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${TAKEN.length}\r\nConnection: close\r\n\r\n${TAKEN}`;

/** One load a connection: whatever comes is dropped, up to the last chunk. */
function dropServer(): Server {
  return createServer((socket) => {
    let asked = false;
    let tail: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      if (!asked && bytes.includes('\r\n\r\n')) {
        asked = true;
        socket.write(CONTINUE);
        return;
      }
      tail = bytes.length >= LAST.length ? bytes.subarray(-LAST.length) : Buffer.concat([tail, bytes]).subarray(-LAST.length);
      if (tail.equals(LAST)) socket.end(ANSWER);
    });
  });
}

const emulator = await startEmulator();
emulator.faults.sink = true;
const plain = process.argv[2] === 'tcp' ? dropServer() : null;
if (plain !== null) {
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const address = plain.address();
  if (address === null || typeof address !== 'object') throw new Error('The sink has no port');
  for (const backend of emulator.cluster.backends) backend.port = address.port;
}
console.log(JSON.stringify({ port: emulator.mysqlPort, httpPort: emulator.httpPort }));

process.once('SIGTERM', () => process.exit(0));
// Whoever started it is gone.
process.stdin.resume().once('end', () => process.exit(0));
