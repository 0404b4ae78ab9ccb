import { z } from 'zod';
import { EngineError, isEngineError } from '#engine/errors.ts';
import {
  type DestinationEndpoint,
  type DraftConfig,
  type DraftEndpoint,
  destinationEndpoint,
  endpointPort,
  type SourceEndpoint,
  savedEndpoint,
  tlsConfig,
} from '#engine/task/config.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';
import { leadsElsewhere } from '#lib/address.ts';
import { isSaved, type OwnEndpoint, redactEndpoint, sealEndpoint } from '#lib/endpoint.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sealingKey } from '#lib/secret.ts';
import { openSide, type SideName } from './document.ts';
import { taskHub } from './hub.ts';
import { noteInLog } from './note.ts';
import { findPermitted } from './operated.ts';
import { json } from './store.ts';
import { inTurn } from './turn.ts';

/** Another saved connection, or another way to the same database; kind and database stay. */
export const endpointChange = z.strictObject({
  side: z.enum(['source', 'destination']),
  endpoint: z.union([
    savedEndpoint,
    z.strictObject({
      host: z.string().trim().min(1),
      port: endpointPort,
      user: z.string().min(1),
      /** Absent: the stored one, where the server stays the same. */
      password: z.string().optional(),
      tls: tlsConfig.optional(),
    }),
  ]),
});
export type EndpointChange = z.infer<typeof endpointChange>;

/**
 * Has a task that has begun reach one of its databases in another way: another account or password, or another address of the same
 * server. A running one goes on from its checkpoint; one that failed waits to be resumed.
 * @throws EngineError `task.operation-refused`, `endpoint.*`, or why it cannot be reached
 */
export function changeEndpoint(id: string, { side, endpoint }: EndpointChange): Promise<{ readonly restarted: boolean }> {
  return inTurn(id, async () => {
    const row = await findPermitted(id, 'endpoint');
    const stored = row.config as unknown as DraftConfig;
    const before = await endpointNow(stored, side);
    const asked = 'connectionId' in endpoint ? endpoint : inPlaceOf(before, endpoint);
    if (!isSaved(asked) && asked.password === undefined && needsPassword(stored[side], asked)) throw passwordAgain(row.name);
    if (!isSaved(asked) && asked.https === true && asked.tls?.mode === 'disable') throw httpsWithoutTls(row.name);
    const config = { ...stored, [side]: sealEndpoint(asked, stored[side], await sealingKey()) };
    const after = await openSide(config, side);
    if (after.type !== before.type) throw otherKind(row.name);
    await engine().requireSameServer({ taskId: id, name: row.name, side, before, after });
    await metadata().task.update({ where: { id }, data: { config: json(config) }, select: { id: true } });
    taskHub().publish(id, { kind: 'document' });
    const place = `${after.user}@${after.host}:${after.port}/${after.database}`;
    await noteInLog(
      id,
      'task.endpoint',
      side === 'source'
        ? text(`The source is reached as ${place} from now on`, `源库连接已改为 ${place}`)
        : text(`The destination is reached as ${place} from now on`, `目标库连接已改为 ${place}`),
    );
    await engine().restart(id);
    return { restarted: isRunning((row.state as unknown as TaskState).name) };
  });
}

/** A password that cannot be opened any more is what is being replaced: the address alone is needed of it. */
async function endpointNow(stored: DraftConfig, side: SideName): Promise<SourceEndpoint | DestinationEndpoint> {
  try {
    return await openSide(stored, side);
  } catch (error) {
    const own = stored[side];
    if (!isEngineError(error) || error.code !== 'secret.changed' || own === undefined || isSaved(own)) throw error;
    return destinationEndpoint.parse({ type: 'postgresql', ...redactEndpoint(own).endpoint });
  }
}

function inPlaceOf(before: SourceEndpoint | DestinationEndpoint, change: Exclude<EndpointChange['endpoint'], { connectionId: string }>) {
  const { endpoint } = redactEndpoint(before);
  const { password, tls, ...rest } = change;
  return {
    ...(endpoint as OwnEndpoint),
    ...rest,
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** A stored password does not follow to another server, and that of a saved connection is not the task's. */
function needsPassword(stored: DraftEndpoint | undefined, asked: DraftEndpoint): boolean {
  return stored === undefined || isSaved(stored) || leadsElsewhere(stored, asked);
}

function passwordAgain(name: string): EngineError {
  return new EngineError({
    code: 'endpoint.password-again',
    message: text(`${name} is to reach another address: enter the password again`, `任务 ${name} 的地址已变更：请重新输入密码`),
    hint: text('A stored password is not sent to an address it was not entered for.', '已保存的密码不会发送到其他地址。'),
    retry: 'never',
    object: name,
  });
}

function httpsWithoutTls(name: string): EngineError {
  return new EngineError({
    code: 'endpoint.https-without-tls',
    message: text(`${name} speaks to FE by HTTPS, which cannot be without TLS`, `任务 ${name} 通过 HTTPS 访问 FE，不能关闭 TLS`),
    hint: text('Choose another TLS mode.', '请选择其他 TLS 模式。'),
    retry: 'never',
    object: name,
  });
}

function otherKind(name: string): EngineError {
  return new EngineError({
    code: 'endpoint.other-kind',
    message: text(`${name} has worked with another kind of database`, `任务 ${name} 使用的数据库类型与此不同`),
    hint: text('Choose a connection of the same kind, or create a similar task.', '请选择相同类型的连接，或创建相似任务。'),
    retry: 'never',
    object: name,
  });
}
