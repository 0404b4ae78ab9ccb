import { connected, sql } from '../../faults/servers.ts';

/** A question costs the destination a tenth of a millisecond. */
const POLL_MS = 10;
const CHECK_EVERY = 50;

export const MARKER = 'create table bench.marker (id integer primary key)';

/** Committed after everything else, so whoever has it has everything: both apply in the order of commits. */
export async function writeMarker(url: string, number: number): Promise<void> {
  await sql(url, `insert into bench.marker values (${number})`);
}

/** Resolves with the time at which it was seen. */
export async function markerArrives(url: string, number: number, check: () => Promise<void>): Promise<number> {
  await using client = await connected(url);
  const question = { name: 'marker', text: 'select from bench.marker where id = $1', values: [number] };
  for (let asked = 1; ; asked += 1) {
    const { rowCount } = await client.query(question);
    if (rowCount === 1) return Date.now();
    if (asked % CHECK_EVERY === 0) await check();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
