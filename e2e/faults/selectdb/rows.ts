import { connected } from '../servers.ts';
import type { Ground } from './ground.ts';

/** Every value as text. */
export type Rows = readonly (readonly (string | null)[])[];

/** Of the source. */
export async function hereRows({ url }: Ground, query: string): Promise<Rows> {
  await using client = await connected(url);
  const { rows } = await client.query({ text: query, rowMode: 'array', types: { getTypeParser: () => String } });
  return rows as (string | null)[][];
}
