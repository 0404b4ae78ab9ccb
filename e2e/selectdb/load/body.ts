import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, createInflate, gunzip, inflate } from 'node:zlib';
import { fail } from '../errors.ts';
import type { LoadOptions } from './headers.ts';

const LINE_FEED = 0x0a;

/** Whole, and out of its compression. `watch` sees how much has come so far, and may throw. */
export async function readBody(request: IncomingMessage, { compression }: LoadOptions, watch: (bytes: number) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    watch(bytes);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks, bytes);
  if (compression === null) return body;
  try {
    return await promisify(compression === 'gz' ? gunzip : inflate)(body);
  } catch (error) {
    return fail(`[INTERNAL_ERROR]decompress failed: ${error instanceof Error ? error.message : 'broken data'}`);
  }
}

/** Counts bytes and line ends and keeps nothing. */
export function drain(request: IncomingMessage, { compression }: LoadOptions): Promise<{ readonly bytes: number; readonly lines: number }> {
  const plain: Readable = compression === null ? request : request.pipe(compression === 'gz' ? createGunzip() : createInflate());
  return new Promise((resolve, reject) => {
    let [bytes, lines] = [0, 0];
    plain.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      lines += lineEnds(chunk);
    });
    plain.on('end', () => resolve({ bytes, lines }));
    plain.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The client went away'));
    });
  });
}

/** `indexOf` is a memchr: cheaper than a loop over bytes as long as lines are longer than a few bytes. */
function lineEnds(chunk: Buffer): number {
  let found = 0;
  for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) found += 1;
  return found;
}
