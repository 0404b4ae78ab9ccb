import { randomInt, randomUUID } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { metadata } from '#lib/metadata/client.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Without what looks alike when it is read out or copied by hand. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LETTERS = 5;

/** A password to be handed over, and replaced at the first sign-in: `h7Kpq-…`, some 115 bits. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: GROUP_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** Slow on purpose: do it before a transaction, not in one. */
export const hashOfPassword = (password: string): Promise<string> => hashPassword(password);

export async function setPassword(turn: Prisma.TransactionClient, userId: string, hash: string): Promise<void> {
  const { count } = await turn.account.updateMany({ where: { userId, providerId: 'credential' }, data: { password: hash } });
  if (count === 0) await turn.account.create({ data: { ...credential(userId, hash), userId } });
}

/** The row that lets a new person sign in with a password. */
export function credential(userId: string, hash: string) {
  return { id: randomUUID(), accountId: userId, providerId: 'credential', password: hash };
}

export async function isPasswordOf(userId: string, password: string): Promise<boolean> {
  const account = await metadata().account.findFirst({ where: { userId, providerId: 'credential' }, select: { password: true } });
  const hash = account?.password ?? null;
  return hash !== null && (await verifyPassword({ hash, password }));
}
