import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Eye } from './stage.ts';

const SAMPLE_EVERY_MS = 200;
/** A change not seen for this long counts as this long; the rest of the run tells what became of it. */
const GIVE_UP_MS = 30_000;
/** A day the shop and its writer do not have. */
const DAY = '1999-12-31';

export interface LagProbe {
  /** Milliseconds, one a sample. */
  stop(): Promise<readonly number[]>;
}

/**
 * Measures lag from outside the engine: commits a change at the source and looks for it at the destination, both timed by this
 * process. From the moment the source acknowledged the commit to the moment a reader sees it committed, hence durable, at the
 * destination; up to one look too long, never too short.
 */
export async function startLagProbe(sourceUrl: string, openEye: () => Promise<Eye>): Promise<LagProbe> {
  const source = await open(sourceUrl);
  const eye = await openEye();
  const stopping = new AbortController();
  const samples: number[] = [];
  const measure = async () => {
    await source.query('insert into sales.daily_total values ($1, 0, 0) on conflict do nothing', [DAY]);
    for (let number = 1; !stopping.signal.aborted; number += 1) {
      await source.query('update sales.daily_total set orders = $2 where day = $1', [DAY, number]);
      const committed = performance.now();
      while ((await eye.orders(DAY)) !== number && performance.now() - committed < GIVE_UP_MS) await pause(eye.everyMs);
      samples.push(performance.now() - committed);
      await pause(SAMPLE_EVERY_MS, null, { signal: stopping.signal }).catch(() => {});
    }
  };
  const measured = measure();
  // Told by `stop`; until then nobody listens.
  measured.catch(() => {});
  return {
    stop: async () => {
      stopping.abort();
      try {
        await measured;
        return samples;
      } finally {
        await Promise.all([source.end(), eye.close()]);
      }
    },
  };
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'opendts demo probe' });
  client.on('error', () => {});
  await client.connect();
  return client;
}
