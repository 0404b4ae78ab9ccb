import { openDestination } from '../destination/index.ts';
import { EngineError, type Side } from '../errors.ts';
import { presence, serverIdentity } from '../postgres/server-identity.ts';
import type { Presence } from '../schema/presence.ts';
import { openSource } from '../source/index.ts';
import { text } from '../text.ts';
import { type DestinationEndpoint, type SourceEndpoint, sourceEndpoint } from './config.ts';

/** An address a task is to go on with, in place of the one it has. */
export interface Moved {
  readonly taskId: string;
  readonly name: string;
  readonly side: 'source' | 'destination';
  readonly before: SourceEndpoint | DestinationEndpoint;
  readonly after: SourceEndpoint | DestinationEndpoint;
}

/**
 * Holds that `after` leads to the database the task has worked with. The task's own traces there prove it (its slot, its marks), which
 * are in no other database; else the number of the server, read at both addresses. An address that is the same needs only to be
 * reached.
 * @throws EngineError `connect.*`; `endpoint.other-server` when it is another one, or when nothing tells that it is the same
 */
export async function requireSameServer(moved: Moved): Promise<void> {
  const traces = await findsTraces(moved);
  const { before, after, side } = moved;
  if (traces || addressOf(before) === addressOf(after)) return;
  if (before.type === 'selectdb' || after.type === 'selectdb') throw other(moved, null);
  const [was, is] = await Promise.all([serverIdentity(before, side).catch(() => null), serverIdentity(after, side)]);
  if (was === null || is === null) throw other(moved, null);
  if (was !== is) throw other(moved, 'differs');
}

/** Null where nothing is told: it does not answer, or is of another kind. */
export async function presenceOf(endpoint: SourceEndpoint | DestinationEndpoint, side: Side): Promise<Presence | null> {
  return endpoint.type === 'selectdb' ? null : presence(endpoint, side).catch(() => null);
}

/** The same name may mean another server behind another bastion. */
function addressOf(endpoint: SourceEndpoint | DestinationEndpoint): string {
  const ssh = 'ssh' in endpoint ? endpoint.ssh : undefined;
  return JSON.stringify([endpoint.host, endpoint.port, endpoint.database, ssh?.host ?? null, ssh?.port ?? null]);
}

/** Also proves that the address can be reached and the account may sign in. */
async function findsTraces({ taskId, side, after }: Moved): Promise<boolean> {
  if (side === 'destination') {
    await using destination = await openDestination(after, taskId);
    return await destination.state().then(
      // Others' marks may be there as well: only what this task has noted is a trace of it.
      ({ checkpoint, tables, statements }) => checkpoint !== null || tables.size > 0 || statements.size > 0,
      // Without the schema of the marks there are none.
      () => false,
    );
  }
  await using source = await openSource(sourceEndpoint.parse(after), taskId);
  return await source.hasSlot();
}

function other({ name, side, after }: Moved, why: 'differs' | null): EngineError {
  const place = `${after.host}:${after.port}/${after.database}`;
  const is = side === 'source' ? text('source', '源库') : text('destination', '目标库');
  return new EngineError({
    code: 'endpoint.other-server',
    message:
      why === 'differs'
        ? text(`${place} is not the ${is.en} that ${name} has worked with`, `${place} 不是任务 ${name} 使用的${is.zh}`)
        : text(
            `Nothing tells that ${place} is the ${is.en} that ${name} has worked with`,
            `无法确认 ${place} 就是任务 ${name} 使用的${is.zh}`,
          ),
    hint: text(
      'A task goes on only where its slot or its marks are, or on the server with the same system identifier. For another database create a similar task.',
      '只有在保留任务复制槽或任务标记的数据库，或系统标识符相同的服务器上，任务才能继续。如需使用其他数据库，请创建相似任务。',
    ),
    retry: 'never',
    side,
    object: place,
  });
}
