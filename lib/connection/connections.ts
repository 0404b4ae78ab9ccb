import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { connectionEndpoint, type DestinationEndpoint, type DraftEndpoint, destinationEndpoint } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { leadsElsewhere } from '#lib/address.ts';
import { type OwnEndpoint, openEndpoint, redactEndpoint, type SecretField, sealEndpoint } from '#lib/endpoint.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sealingKey } from '#lib/secret.ts';
import type { Connection as Row } from '#prisma/generated/client.ts';

/** A saved connection as the browser sees it. */
export interface ConnectionView {
  readonly id: string;
  readonly name: string;
  readonly endpoint: OwnEndpoint;
  /** Secrets that are set; never sent themselves. */
  readonly secrets: readonly SecretField[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is saved: a password that does not come stays the stored one. */
export const connectionForm = z.strictObject({
  name: z.string().trim().min(1).max(100),
  endpoint: connectionEndpoint,
});
export type ConnectionForm = z.infer<typeof connectionForm>;

/** All saved connections by name, without their secrets. */
export async function listConnections(): Promise<readonly ConnectionView[]> {
  return (await metadata().connection.findMany({ orderBy: { name: 'asc' } })).map(view);
}

/**
 * Creates a connection (`id` null) or changes one.
 * @throws EngineError `connection.name-taken`, `connection.not-found`
 */
export async function saveConnection(id: string | null, form: ConnectionForm): Promise<ConnectionView> {
  const { name } = form;
  const stored = id === null ? undefined : ((await find(id)).endpoint as OwnEndpoint);
  const moved = leadsElsewhere(stored, form.endpoint);
  if (moved && stored?.password && form.endpoint.password === undefined) throw passwordAgain(name);
  const taken = await metadata().connection.findUnique({ where: { name } });
  if (taken !== null && taken.id !== id) throw nameTaken(name);
  const endpoint = sealEndpoint(form.endpoint as OwnEndpoint, stored, await sealingKey());
  const data = { name, type: form.endpoint.type, endpoint };
  if (id === null) return view(await metadata().connection.create({ data: { id: randomUUID(), ...data } }));
  if (moved || stored?.database !== form.endpoint.database) await refuseUnderBegun(id, name);
  return view(await metadata().connection.update({ where: { id }, data }));
}

/** A task that has begun goes on with what it left in its databases: another one has none of it. */
async function refuseUnderBegun(id: string, name: string): Promise<void> {
  const begun = (await tasksThrough(id)).filter((task) => task.startedAt !== null && task.finishedAt === null);
  if (begun.length > 0) throw leadsBegun(name, begun.map((task) => task.name).join(', '));
}

/** The tasks that lead through a saved connection. */
export function tasksThrough(id: string) {
  return metadata().task.findMany({
    where: { OR: ['source', 'destination'].map((side) => ({ config: { path: [side, 'connectionId'], equals: id } })) },
    select: { id: true, name: true, startedAt: true, finishedAt: true },
  });
}

/** @throws EngineError `connection.in-use` naming the tasks that lead through it */
export async function removeConnection(id: string): Promise<void> {
  const { name } = await find(id);
  const used = await tasksThrough(id);
  if (used.length > 0) throw inUse(name, used.map((task) => task.name).join(', '));
  await metadata().connection.delete({ where: { id } });
}

/** With its password in clear: for the engine alone. Every kind can be a destination. */
export async function openConnection(id: string): Promise<DestinationEndpoint> {
  const { endpoint } = await find(id);
  return destinationEndpoint.parse(openEndpoint(endpoint as OwnEndpoint, await sealingKey()));
}

async function find(id: string): Promise<Row> {
  const row = await metadata().connection.findUnique({ where: { id } });
  if (row !== null) return row;
  throw new EngineError({
    code: 'connection.not-found',
    message: text('This saved connection does not exist (any more)', '该连接不存在或已被删除'),
    hint: text('Choose another one, or enter the address itself.', '请选择其他连接，或直接填写地址。'),
    retry: 'never',
    object: id,
  });
}

function view(row: Row): ConnectionView {
  const { endpoint, secrets } = redactEndpoint(row.endpoint as DraftEndpoint);
  return {
    id: row.id,
    name: row.name,
    endpoint: endpoint as OwnEndpoint,
    secrets,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function nameTaken(name: string): EngineError {
  return new EngineError({
    code: 'connection.name-taken',
    message: text(`There is another connection named ${name}`, `已存在名为 ${name} 的连接`),
    hint: text('Choose another name.', '请更换名称。'),
    retry: 'never',
    object: name,
  });
}

function inUse(name: string, tasks: string): EngineError {
  return new EngineError({
    code: 'connection.in-use',
    message: text(`The connection ${name} is used by these tasks: ${tasks}`, `连接 ${name} 正被以下任务使用：${tasks}`),
    hint: text('Release those tasks first, or let them use another connection.', '请先释放这些任务，或为其更换连接。'),
    retry: 'never',
    object: name,
  });
}

function leadsBegun(name: string, tasks: string): EngineError {
  return new EngineError({
    code: 'connection.in-use',
    message: text(`These tasks have begun with the database ${name} leads to: ${tasks}`, `以下任务已通过连接 ${name} 开始迁移：${tasks}`),
    hint: text(
      'Make another connection for the other database. Account, password and TLS can be changed here.',
      '请为其他数据库新建连接；此处仍可修改账号、密码和 TLS。',
    ),
    retry: 'never',
    object: name,
  });
}

function passwordAgain(name: string): EngineError {
  return new EngineError({
    code: 'connection.password-again',
    message: text(`${name} now leads to another server: enter the password again`, `${name} 的地址已变更：请重新输入密码`),
    hint: text('A stored password is not sent to an address it was not entered for.', '已保存的密码不会发送到其他地址。'),
    retry: 'never',
    object: name,
  });
}
