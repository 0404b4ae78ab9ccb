import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { sessionEnded } from './ended.ts';
import { credential, hashOfPassword, oneTimePassword, setPassword } from './password.ts';
import { ROLES, type Role, roleOf } from './role.ts';
import { ONE_AT_A_TIME } from './setup.ts';

const role = z.enum(ROLES);

export const invitation = z.strictObject({ name: z.string().trim().min(1).max(100), email: z.email().max(200).toLowerCase(), role });

export const userChange = z
  .strictObject({ role: role.optional(), disabled: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, 'Name what is to be changed: role or disabled');

export interface UserView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** Has not replaced the password that was handed over yet. */
  readonly passwordDue: boolean;
  readonly keys: number;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
}

export async function listUsers(): Promise<readonly UserView[]> {
  const rows = await metadata().user.findMany({
    include: { _count: { select: { keys: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id, name, email, role: stored, disabledAt, mustChangePassword, _count, createdAt, lastSignInAt }) => ({
    id,
    name,
    email,
    role: roleOf(stored),
    disabled: disabledAt !== null,
    passwordDue: mustChangePassword,
    keys: _count.keys,
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  }));
}

interface HandedOver {
  readonly id: string;
  /** Works once: whoever signs in with it has to choose another one. Not stored, and not told again. */
  readonly password: string;
}

/** @throws EngineError `user.exists` */
export async function inviteUser({ name, email, role: given }: z.infer<typeof invitation>): Promise<HandedOver> {
  const id = randomUUID();
  const password = oneTimePassword();
  const hash = await hashOfPassword(password);
  await alone(async (turn) => {
    if ((await turn.user.findUnique({ where: { email } })) !== null) throw exists(email);
    await turn.user.create({
      data: { id, name, email, role: given, mustChangePassword: true, accounts: { create: credential(id, hash) } },
    });
  });
  return { id, password };
}

/**
 * Gives another role, or takes and gives back the right to sign in. Who is disabled is signed out at once; keys rest meanwhile.
 * @throws EngineError `user.not-found`, `user.last-administrator`
 */
export async function changeUser(id: string, { role: given, disabled }: z.infer<typeof userChange>): Promise<void> {
  await alone(async (turn) => {
    const user = await find(turn, id);
    if ((given !== undefined && given !== 'admin') || disabled === true) await refuseLast(turn, user);
    const disabledAt = disabled === undefined ? user.disabledAt : disabled ? (user.disabledAt ?? new Date()) : null;
    await turn.user.update({ where: { id }, data: { ...(given === undefined ? {} : { role: given }), disabledAt } });
    if (disabled === true) await turn.session.deleteMany({ where: { userId: id } });
  });
  sessionEnded();
}

/**
 * The account, its sessions and its keys; tasks and connections stay, and so do the rows of the audit log.
 * @throws EngineError `user.not-found`, `user.last-administrator`
 */
export async function removeUser(id: string): Promise<void> {
  await alone(async (turn) => {
    await refuseLast(turn, await find(turn, id));
    await turn.user.delete({ where: { id } });
  });
  sessionEnded();
}

/**
 * For who forgot theirs: a password to hand over. Signs the person out everywhere; keys stay.
 * @throws EngineError `user.not-found`, `user.last-administrator`
 */
export async function resetPassword(id: string): Promise<HandedOver> {
  const password = oneTimePassword();
  const hash = await hashOfPassword(password);
  await alone(async (turn) => {
    // A password that is lost on the way would shut everyone out.
    await refuseLast(turn, await find(turn, id));
    await setPassword(turn, id, hash);
    await turn.user.update({ where: { id }, data: { mustChangePassword: true } });
    await turn.session.deleteMany({ where: { userId: id } });
  });
  sessionEnded();
  return { id, password };
}

/**
 * Two administrators who demote each other at the same moment would leave none, and a password that is replaced while an administrator
 * takes it away would stay: such changes happen one after the other.
 */
export function alone<T>(work: (turn: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return metadata().$transaction(
    async (turn) => {
      await turn.$queryRaw`select 1 from (select pg_advisory_xact_lock(${ONE_AT_A_TIME}::bigint)) as held`;
      return await work(turn);
    },
    { timeout: 30_000 },
  );
}

type User = Awaited<ReturnType<typeof find>>;

async function find(turn: Prisma.TransactionClient, id: string) {
  const user = await turn.user.findUnique({ where: { id } });
  if (user !== null) return user;
  throw new EngineError({
    code: 'user.not-found',
    message: text('This user does not exist', '该用户不存在'),
    hint: text('It may have been deleted. Reload the list.', '可能已被删除，请刷新列表。'),
    retry: 'never',
  });
}

/** One who has not signed in yet with the password that was handed over may never: it does not count. */
async function refuseLast(turn: Prisma.TransactionClient, user: User): Promise<void> {
  if (roleOf(user.role) !== 'admin' || user.disabledAt !== null) return;
  const others = await turn.user.count({ where: { role: 'admin', disabledAt: null, mustChangePassword: false, id: { not: user.id } } });
  if (others > 0) return;
  throw new EngineError({
    code: 'user.last-administrator',
    message: text(`${user.name} is the last administrator who can sign in`, `${user.name} 是最后一位可登录的管理员`),
    hint: text(
      'Make somebody else an administrator first, and have that person sign in once.',
      '请先将其他用户设为管理员，并由其至少登录一次。',
    ),
    retry: 'never',
    object: user.name,
  });
}

function exists(email: string): EngineError {
  return new EngineError({
    code: 'user.exists',
    message: text(`There is a user with the address ${email} already`, `邮箱 ${email} 已被其他用户使用`),
    hint: text('Change that user, or enter another address.', '请修改已有用户，或填写其他邮箱。'),
    retry: 'never',
    object: email,
  });
}
