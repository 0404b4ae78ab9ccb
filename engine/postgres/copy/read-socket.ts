import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

/** Takes what has come in. The bytes are as they are until `free` is called, and anything from then on. */
export type Tap = (bytes: Buffer, free: () => void) => void;

const SIZE = 1 << 18;
/** A read that fills less is copied: what waits to be written on would else hold far more memory than it has bytes. */
const WORTH_KEEPING = SIZE / 4;

const taps = new WeakMap<Socket, { tap: Tap | null }>();

/**
 * A socket that reads into buffers of its own and uses them again. Node makes a new buffer for each read otherwise, and what it does
 * about memory outside its heap (a full collection each 15-30 MB) took more processor time than all the rest of passing rows on: 0.9 s
 * for 500 MB, of which 0.6 s are spared.
 */
export function createReadSocket(): Socket {
  const pool: Buffer[] = [];
  const state: { tap: Tap | null } = { tap: null };
  const onread: OnReadOpts = {
    buffer: () => pool.pop() ?? Buffer.allocUnsafeSlow(SIZE),
    callback: (length, read) => {
      const buffer = read as Buffer;
      const bytes = buffer.subarray(0, length);
      if (state.tap !== null && length >= WORTH_KEEPING) {
        state.tap(
          bytes,
          once(() => pool.push(buffer)),
        );
        return true;
      }
      const copy = Buffer.from(bytes);
      pool.push(buffer);
      if (state.tap === null) socket.emit('data', copy);
      else state.tap(copy, () => {});
      return true;
    },
  };
  // The option is the socket's own (Node's documentation of net.Socket); its types have it at connecting only.
  const socket = new Socket({ onread } as SocketConstructorOpts);
  taps.set(socket, state);
  return socket;
}

/** A buffer that was given back twice would be read into twice. */
function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}

/** Has what comes in go to `tap` instead of the socket's listeners; null ends it. False for a socket that was made otherwise. */
export function tapInto(socket: Socket, tap: Tap | null): boolean {
  const state = taps.get(socket);
  if (state === undefined) return false;
  state.tap = tap;
  return true;
}
