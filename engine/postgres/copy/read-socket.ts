import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

/** Takes what has come in. The bytes are as they are until `free` is called, and anything from then on. */
export type Tap = (bytes: Buffer, free: () => void) => void;

/** Bytes of one read at most, by what is read. */
const READ_SIZES = {
  /** COPY: the server writes whenever there is room, and few large reads cost least. */
  rows: 1 << 18,
  /**
   * A walsender sends each change by itself. Where all of it is taken at each read there is always room, and the kernel passes each on by
   * itself too: 1.0-1.35 s of system time for 150,000 single inserts. Where some is left it sends what has gathered in one piece: 0.5-0.6 s,
   * and the whole backlog took 1.66 instead of 1.93 s (medians of 4 rounds, with a rest of 1 ms after each read). 96 and 128 KB were like
   * 256; with 32 and 40 KB the walsender had to wait for us (1.9 s).
   */
  log: 1 << 16,
} as const;

/** A read that fills a smaller part is copied: what waits to be written on would else hold far more memory than it has bytes. */
const KEPT_PART = 4;

/** What comes over a socket in bulk: rows by COPY, or the log of changes. */
export type Reads = keyof typeof READ_SIZES;

const taps = new WeakMap<Socket, { tap: Tap | null }>();

/**
 * A socket that reads into buffers of its own and uses them again. Node makes a new buffer for each read otherwise, and what it does
 * about memory outside its heap (a full collection each 15-30 MB) took more processor time than all the rest of passing rows on: 0.9 s
 * for 500 MB, of which 0.6 s are spared.
 */
export function createReadSocket(reads: Reads): Socket {
  const size = READ_SIZES[reads];
  const pool: Buffer[] = [];
  const state: { tap: Tap | null } = { tap: null };
  const onread: OnReadOpts = {
    buffer: () => pool.pop() ?? Buffer.allocUnsafeSlow(size),
    callback: (length, read) => {
      const buffer = read as Buffer;
      const bytes = buffer.subarray(0, length);
      if (state.tap !== null && length >= size / KEPT_PART) {
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
