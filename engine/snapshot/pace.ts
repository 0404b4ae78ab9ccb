import { MessageWalker } from '../schema/copy-messages.ts';
import type { RowChunk, RowStream } from '../schema/row.ts';
import type { Pacer } from './throttle.ts';

/**
 * The rows as fast as the limits let them through. Chunks are passed on as they are while nothing holds them back, else in pieces: of
 * whole rows for the limit on rows, cut anywhere for that on bytes.
 */
export async function* pace(stream: RowStream, pacer: Pacer, signal: AbortSignal): AsyncGenerator<RowChunk, void, undefined> {
  // Walks along without limits as well: one that is set later is about rows, and where they begin is known from the start only.
  const walker = new MessageWalker();
  for await (const chunk of stream.chunks) {
    const { bytes } = chunk;
    const end = bytes.length;
    let at = 0;
    while (at < end) {
      const from = at;
      const take = (rows: number, most: number) => {
        at = walker.advance(bytes, from, Math.min(end, from + most), rows);
        return { rows: walker.begun, bytes: at - from };
      };
      if (pacer.holdsRows) await pacer.pass((most) => take(most.rows, most.bytes), signal);
      else take(Infinity, Infinity);
      // Pieces are written in order: with the last, all are.
      const free = at === end && chunk.free !== undefined ? { free: chunk.free } : {};
      yield from === 0 && at === end ? chunk : { bytes: bytes.subarray(from, at), messages: walker.begun, ...free };
    }
  }
}
