import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Spool } from './spool.ts';

const MEGABYTE = 1 << 20;

test('a transaction that is larger than the disk may hold is refused by name, and leaves nothing there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opendts-spool-'));
  try {
    await using spool = await Spool.open({ folder, bytes: MEGABYTE });
    const message = Buffer.alloc(MEGABYTE, 'x');
    const fill = () => {
      // More than is held in memory at any rate.
      for (let count = 0; count < 100; count += 1) spool.push(message);
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'source.transaction-too-large' }));
    await spool[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
