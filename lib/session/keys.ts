import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sessionEnded } from './ended.ts';
import { keyRefused, roleTooWeak } from './refusals.ts';
import { mayAs, ROLES, type Role, roleOf, weaker } from './role.ts';
import type { Person } from './session.ts';

/** Tells at a glance, and to scanners of leaked secrets, what it is. */
const MARK = 'odts_';
const SHOWN = MARK.length + 6;
/** As many as a person can keep apart. */
const MOST = 50;
const MINUTE_MS = 60_000;

export const keyForm = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(ROLES),
  /** Null: it does not expire. */
  expiresInDays: z.number().int().min(1).max(3650).nullable(),
});

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly id: string; readonly name: string };
  /** What it may do by now: not more than its owner. */
  readonly role: Role;
  /** Its first characters, to tell keys apart. */
  readonly start: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

/** 256 random bits need no slow hash: nobody guesses them. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/**
 * Makes a key of `owner`; the answer is the only place where it can be read.
 * @throws EngineError `session.role` when it would do more than its owner may, `key.too-many`
 */
export async function createKey(owner: Person, form: z.infer<typeof keyForm>): Promise<{ readonly id: string; readonly key: string }> {
  if (!mayAs(owner.role, form.role)) throw roleTooWeak(form.role);
  if ((await metadata().apiKey.count({ where: { userId: owner.id } })) >= MOST) throw tooMany();
  const id = randomUUID();
  const key = MARK + randomBytes(32).toString('base64url');
  const expiresAt = form.expiresInDays === null ? null : new Date(Date.now() + form.expiresInDays * 24 * 60 * MINUTE_MS);
  const { name, role } = form;
  await metadata().apiKey.create({ data: { id, name, role, userId: owner.id, hash: hashOf(key), start: key.slice(0, SHOWN), expiresAt } });
  return { id, key };
}

/** Those of one person, or everybody's; the newest first. */
export async function listKeys(ownerId: string | null): Promise<readonly KeyView[]> {
  const rows = await metadata().apiKey.findMany({
    where: ownerId === null ? {} : { userId: ownerId },
    include: { user: { select: { name: true, role: true } } },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(({ id, name, role, start, userId, user, createdAt, expiresAt, lastUsedAt }) => ({
    id,
    name,
    owner: { id: userId, name: user.name },
    role: weaker(roleOf(role), roleOf(user.role)),
    start,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/**
 * Ends a key at once, for whoever follows with it too. Administrators end anybody's, others their own.
 * @throws EngineError `key.not-found`, also for those of others
 */
export async function revokeKey(person: Person, id: string): Promise<void> {
  const own = person.role === 'admin' ? {} : { userId: person.id };
  const { count } = await metadata().apiKey.deleteMany({ where: { id, ...own } });
  if (count === 0) throw notFound();
  sessionEnded();
}

/** The key a request carries as `Authorization: Bearer odts_…`; null without one. */
export function keyIn(headers: Headers): string | null {
  return /^bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

/**
 * Whose key it is, with what it may do. `passive` leaves no trace of use.
 * @throws EngineError `session.key`
 */
export async function personOfKey(key: string, passive: boolean): Promise<Person> {
  const found = key.startsWith(MARK) ? await metadata().apiKey.findUnique({ where: { hash: hashOf(key) }, include: { user: true } }) : null;
  const now = Date.now();
  if (found === null || (found.expiresAt !== null && found.expiresAt.getTime() <= now) || found.user.disabledAt !== null)
    throw keyRefused();
  const { id, name, user, lastUsedAt } = found;
  if (!passive && (lastUsedAt === null || now - lastUsedAt.getTime() > MINUTE_MS)) {
    // It may be revoked meanwhile.
    await metadata().apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } });
  }
  const role = weaker(roleOf(found.role), roleOf(user.role));
  // A program goes on while its owner's forgotten password is replaced: it was given the key before.
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role,
    key: { id, name },
    sessionId: null,
    passwordDue: false,
  };
}

function notFound(): EngineError {
  return new EngineError({
    code: 'key.not-found',
    message: text('This API key does not exist', '该 API 密钥不存在'),
    hint: text('It may have been revoked already. Reload the list.', '可能已被吊销，请刷新列表。'),
    retry: 'never',
  });
}

function tooMany(): EngineError {
  return new EngineError({
    code: 'key.too-many',
    message: text(`You have ${MOST} API keys already`, `您已有 ${MOST} 个 API 密钥`),
    hint: text('Revoke those that are not used any more.', '请先吊销不再使用的密钥。'),
    retry: 'never',
  });
}
