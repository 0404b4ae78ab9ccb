import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import { type DestinationEndpoint, type DraftEndpoint, destinationEndpoint } from '#engine/task/config.ts';
import { isOtherServer, leadsElsewhere } from '#lib/address.ts';
import { type OwnEndpoint, openEndpoint, redactEndpoint, sealEndpoint } from '#lib/endpoint.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sealingKey } from '#lib/secret.ts';
import { Prisma, type Connection as Row } from '#prisma/generated/client.ts';
import { inspectTls } from './certificates.ts';
import { type ConnectionForm, newInstanceId } from './form.ts';
import { instanceIdTaken, inUse, leadsBegun, nameTaken, notFound, passwordAgain, unusableTls } from './refusals.ts';
import { draftsAgain, tasksThrough, usesByConnection } from './uses.ts';
import type { ConnectionTest, ConnectionView, UsedConnection } from './view.ts';

export { type ConnectionForm, connectionForm } from './form.ts';
export { tasksThrough } from './uses.ts';
export type { ConnectionView, UsedConnection } from './view.ts';

/** All saved connections by name, without their secrets. */
export async function listConnections(): Promise<readonly ConnectionView[]> {
  return (await metadata().connection.findMany({ orderBy: { name: 'asc' } })).map(view);
}

/** The same with the tasks that lead through each. */
export async function listUsedConnections(): Promise<readonly UsedConnection[]> {
  const [connections, uses] = await Promise.all([listConnections(), usesByConnection()]);
  return connections.map((connection) => ({ ...connection, tasks: uses.get(connection.id) ?? [] }));
}

/**
 * Creates a connection (`id` null) or changes one.
 * @throws EngineError `connection.name-taken`, `connection.instance-id-taken`, `connection.not-found`
 */
export async function saveConnection(id: string | null, form: ConnectionForm): Promise<ConnectionView> {
  const { name } = form;
  const row = id === null ? null : await find(id);
  const stored = row === null ? undefined : (row.endpoint as OwnEndpoint);
  const moved = leadsElsewhere(stored, form.endpoint);
  if (moved && stored?.password && form.endpoint.password === undefined) throw passwordAgain(name);
  const instanceId = form.instanceId ?? row?.instanceId ?? newInstanceId(form.endpoint.type);
  await refuseTaken(id, name, instanceId);
  const key = await sealingKey();
  const endpoint = sealEndpoint(form.endpoint as OwnEndpoint, stored, key) as OwnEndpoint;
  if (!isDeepStrictEqual(endpoint.tls, stored?.tls)) refuseUnusable(openEndpoint(endpoint, key));
  const region = form.region === undefined ? (row?.region ?? null) : form.region === '' ? null : form.region;
  const data = {
    name,
    instanceId,
    region,
    tags: [...new Set(form.tags ?? (row === null ? [] : tagsOf(row)))],
    type: form.endpoint.type,
    endpoint,
  };
  if (id === null) return view(await metadata().connection.create({ data: { id: randomUUID(), ...data } }));
  if (isOtherServer(stored, form.endpoint) || stored?.database !== form.endpoint.database) await refuseUnderBegun(id, name);
  // What was found of the endpoint as it was says nothing about it as it is.
  if (isDeepStrictEqual(stored, endpoint)) return view(await metadata().connection.update({ where: { id }, data }));
  const untested = { test: Prisma.DbNull, testedAt: null };
  const [saved] = await metadata().$transaction([
    metadata().connection.update({ where: { id }, data: { ...data, ...untested } }),
    draftsAgain(id),
  ]);
  return view(saved);
}

async function refuseTaken(id: string | null, name: string, instanceId: string): Promise<void> {
  const others = await metadata().connection.findMany({
    where: { OR: [{ name }, { instanceId }], ...(id === null ? {} : { NOT: { id } }) },
  });
  if (others.some((other) => other.name === name)) throw nameTaken(name);
  const [other] = others;
  if (other !== undefined) throw instanceIdTaken(instanceId, other.name);
}

/** Of what is stored already nothing is said here: a certificate that has run out must not keep a password from being changed. */
function refuseUnusable({ tls }: OwnEndpoint): void {
  const { mode = 'disable', ...material } = tls ?? {};
  if (mode === 'disable') return;
  const [found] = Object.entries(inspectTls({ ...material, keyStored: false }).problems);
  if (found !== undefined) throw unusableTls(`tls.${found[0]}`, found[1]);
}

/**
 * A task that has begun goes on with what it left in its databases: another one has none of it. One that was stopped may have had to
 * leave its slot, which is released through the connection; a finished one has none.
 */
async function refuseUnderBegun(id: string, name: string): Promise<void> {
  const begun = (await tasksThrough(id)).filter((task) => task.startedAt !== null && task.stateName !== 'finished');
  if (begun.length > 0) {
    throw leadsBegun(
      name,
      begun.map((task) => task.name),
    );
  }
}

/** @throws EngineError `connection.in-use` naming the tasks that lead through it */
export async function removeConnection(id: string): Promise<void> {
  const { name } = await find(id);
  const used = await tasksThrough(id);
  if (used.length > 0) {
    throw inUse(
      name,
      used.map((task) => task.name),
    );
  }
  await metadata().connection.delete({ where: { id } });
}

/** With its password in clear: for the engine alone. Every kind can be a destination. */
export async function openConnection(id: string): Promise<DestinationEndpoint> {
  const { endpoint } = await find(id);
  return destinationEndpoint.parse(openEndpoint(endpoint as OwnEndpoint, await sealingKey()));
}

/**
 * Has `diagnose` test a connection, and keeps what it found, unless the endpoint was changed meanwhile.
 * @throws EngineError `connection.not-found`
 */
export async function testConnection(
  id: string,
  side: ConnectionTest['side'],
  diagnose: (endpoint: DestinationEndpoint) => Promise<Diagnosis>,
): Promise<Diagnosis> {
  const { endpoint, updatedAt } = await find(id);
  const diagnosis = await diagnose(destinationEndpoint.parse(openEndpoint(endpoint as OwnEndpoint, await sealingKey())));
  const test = { side, diagnosis } as unknown as Prisma.InputJsonValue;
  // A test is no change of the connection: tasks and wizards tell by `updatedAt` whether there was one.
  await metadata().connection.updateMany({ where: { id, updatedAt }, data: { test, testedAt: new Date(), updatedAt } });
  return diagnosis;
}

async function find(id: string): Promise<Row> {
  const row = await metadata().connection.findUnique({ where: { id } });
  if (row === null) throw notFound(id);
  return row;
}

function view(row: Row): ConnectionView {
  const { endpoint, secrets } = redactEndpoint(row.endpoint as DraftEndpoint);
  return {
    id: row.id,
    name: row.name,
    instanceId: row.instanceId,
    region: row.region,
    tags: tagsOf(row),
    endpoint: endpoint as OwnEndpoint,
    secrets,
    test: testOf(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function tagsOf({ tags }: Row): readonly string[] {
  return tags as unknown as readonly string[];
}

function testOf({ test, testedAt }: Row): ConnectionTest | null {
  if (test === null || testedAt === null) return null;
  return { at: testedAt.toISOString(), ...(test as unknown as Omit<ConnectionTest, 'at'>) };
}
