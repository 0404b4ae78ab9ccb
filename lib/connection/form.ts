import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { connectionEndpoint, type EndpointType } from '#engine/task/config.ts';

/** As clouds write them. */
const instanceId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,62}$/);
const tag = z.string().trim().min(1).max(40);

/** What is saved: what does not come stays as it is stored, secrets above all. An empty region is none. */
export const connectionForm = z.strictObject({
  name: z.string().trim().min(1).max(100),
  instanceId: instanceId.optional(),
  region: z.string().trim().max(60).optional(),
  tags: z.array(tag).max(20).optional(),
  endpoint: connectionEndpoint,
});
export type ConnectionForm = z.infer<typeof connectionForm>;

const PREFIX: Readonly<Record<EndpointType, string>> = {
  postgresql: 'pg',
  'polardb-postgresql': 'pc',
  'polardb-oracle': 'pc',
  selectdb: 'sdb',
};
/** Without those that are taken for one another when read aloud or copied. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 12;

/** For a database that has none; 31^12 of them, so that none is made twice. */
export function newInstanceId(type: EndpointType): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${PREFIX[type]}-${letters.join('')}`;
}
