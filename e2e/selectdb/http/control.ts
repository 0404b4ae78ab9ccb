import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Cluster } from '../cluster.ts';
import { answerJson } from './request.ts';

const milliseconds = z.number().int().min(0);
const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('publish timeout'), visibleAfterMs: milliseconds }),
  z.strictObject({ kind: z.literal('too many versions') }),
  z.strictObject({ kind: z.literal('fail'), message: z.string() }),
  z.strictObject({ kind: z.literal('fail after commit'), message: z.string() }),
  z.strictObject({ kind: z.literal('refuse'), message: z.string() }),
  z.strictObject({ kind: z.literal('no answer') }),
  z.strictObject({ kind: z.literal('late commit'), commitAfterMs: milliseconds }),
  z.strictObject({ kind: z.literal('dead backend') }),
  z.strictObject({ kind: z.literal('reset'), afterBytes: milliseconds }),
  z.strictObject({ kind: z.literal('slow'), ms: milliseconds }),
  z.strictObject({ kind: z.literal('garbled answer') }),
]);
const asked = z.strictObject({ fault, times: z.number().int().min(1).default(1), table: z.string().nullable().default(null) });
const switches = z.strictObject({
  readOnly: z.boolean().optional(),
  sink: z.boolean().optional(),
  schemaChangeMs: milliseconds.optional(),
  schemaChangeFails: z.string().nullable().optional(),
  dropConnections: z.boolean().optional(),
  /** Alive or not, all backends alike. */
  backendsAlive: z.boolean().optional(),
  /** Names of users whose password has expired; the others' have not. */
  passwordExpired: z.array(z.string()).optional(),
});

/** `/_emulator` on the frontend's port: the switches for whoever runs in another process. */
export function control(cluster: Cluster, path: readonly string[], request: IncomingMessage, response: ServerResponse) {
  const [, what = ''] = path;
  if (request.method === 'GET' && what === '') return answerJson(response, stateOf(cluster));
  if (request.method === 'DELETE' && what === 'faults') {
    cluster.faults.clear();
    return answerJson(response, stateOf(cluster));
  }
  if (request.method === 'POST' && what === 'release') {
    cluster.delays.release();
    return answerJson(response, stateOf(cluster));
  }
  if (request.method !== 'POST' || (what !== 'faults' && what !== 'switches')) return answerJson(response, { error: 'Not Found' }, 404);
  json(request).then(
    (body) => {
      const problem = what === 'faults' ? addFault(cluster, body) : setSwitches(cluster, body);
      answerJson(response, problem === null ? stateOf(cluster) : { error: problem }, problem === null ? 200 : 400);
    },
    () => answerJson(response, { error: 'The body is not JSON' }, 400),
  );
}

function addFault({ faults }: Cluster, body: unknown): string | null {
  const read = asked.safeParse(body);
  if (!read.success) return z.prettifyError(read.error);
  faults.next(read.data.fault, read.data);
  return null;
}

function setSwitches(cluster: Cluster, body: unknown): string | null {
  const read = switches.safeParse(body);
  if (!read.success) return z.prettifyError(read.error);
  const { faults, backends, users } = cluster;
  const { backendsAlive, passwordExpired, ...plain } = read.data;
  faults.readOnly = plain.readOnly ?? faults.readOnly;
  faults.sink = plain.sink ?? faults.sink;
  faults.schemaChangeMs = plain.schemaChangeMs ?? faults.schemaChangeMs;
  faults.dropConnections = plain.dropConnections ?? faults.dropConnections;
  if (plain.schemaChangeFails !== undefined) faults.schemaChangeFails = plain.schemaChangeFails;
  if (backendsAlive !== undefined) for (const backend of backends) backend.alive = backendsAlive;
  if (passwordExpired !== undefined) for (const user of users.all()) user.expired = passwordExpired.includes(user.name);
  return null;
}

function stateOf({ faults, loaded, backends }: Cluster): unknown {
  const { readOnly, sink, schemaChangeMs, schemaChangeFails, waiting } = faults;
  return { readOnly, sink, schemaChangeMs, schemaChangeFails, waiting, loaded, backends };
}
