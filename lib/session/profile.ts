import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import { perProcess } from '#lib/process.ts';
import { Allowance } from './allowance.ts';
import { sessionEnded } from './ended.ts';
import { hashOfPassword, isPasswordOf, setPassword } from './password.ts';
import { MIN_PASSWORD } from './password-length.ts';
import { notSignedIn, TooOften } from './refusals.ts';
import type { Person } from './session.ts';
import { alone } from './users.ts';

export const profileForm = z.strictObject({ name: z.string().trim().min(1).max(100) });

export const passwordForm = z.strictObject({
  current: z.string().min(1).max(256),
  next: z.string().min(MIN_PASSWORD).max(256),
});

export interface SessionView {
  readonly id: string;
  /** The one that asks. */
  readonly own: boolean;
  readonly userAgent: string;
  readonly address: string;
  readonly since: string;
}

/** An unlocked screen is no password: whoever guesses at one gets five tries, and one more every half minute. */
const guesses = () => perProcess('allowance-password', () => new Allowance({ burst: 5, perSecond: 1 / 30 }));

export async function renameSelf(person: Person, { name }: z.infer<typeof profileForm>): Promise<void> {
  await metadata().user.update({ where: { id: person.id }, data: { name } });
}

/**
 * Replaces one's own password, and ends one's other sessions: who knew the old one is out.
 * @throws EngineError `profile.wrong-password`, `profile.same-password`, `session.rate`, `session.missing`
 */
export async function changePassword(person: Person, { current, next }: z.infer<typeof passwordForm>): Promise<void> {
  // Taken before it is looked at: of guesses that are sent all at once none would know of the others.
  const wait = guesses().take(person.id);
  if (wait !== null) throw new TooOften(wait);
  if (!(await isPasswordOf(person.id, current))) throw wrongPassword();
  if (current === next) throw samePassword();
  const hash = await hashOfPassword(next);
  await alone(async (turn) => {
    // An administrator may have signed the person out meanwhile, and set another password: that one holds.
    if ((await turn.session.count({ where: { id: person.sessionId ?? '', userId: person.id } })) === 0) throw notSignedIn();
    await setPassword(turn, person.id, hash);
    await turn.user.update({ where: { id: person.id }, data: { mustChangePassword: false } });
    await turn.session.deleteMany({ where: { userId: person.id, id: { not: person.sessionId ?? '' } } });
  });
  sessionEnded();
}

/** Where the person is signed in; this one first, then the newest. */
export async function listSessions(person: Person): Promise<readonly SessionView[]> {
  const rows = await metadata().session.findMany({
    where: { userId: person.id, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
  });
  return rows
    .map(({ id, userAgent, ipAddress, createdAt }) => ({
      id,
      own: id === person.sessionId,
      userAgent: userAgent ?? '',
      address: ipAddress ?? '',
      since: createdAt.toISOString(),
    }))
    .sort((one, other) => Number(other.own) - Number(one.own));
}

/** Signs out one of the person's sessions, or all but this one. */
export async function endSessions(person: Person, id: string | null): Promise<void> {
  const which = id === null ? { id: { not: person.sessionId ?? '' } } : { id };
  await metadata().session.deleteMany({ where: { userId: person.id, ...which } });
  sessionEnded();
}

function wrongPassword(): EngineError {
  return new EngineError({
    code: 'profile.wrong-password',
    message: text('The current password is wrong', '当前密码错误'),
    hint: text('Type it again. An administrator can give you a new one.', '请重新输入；如已忘记，可请管理员重置。'),
    retry: 'never',
  });
}

function samePassword(): EngineError {
  return new EngineError({
    code: 'profile.same-password',
    message: text('The new password is the current one', '新密码与当前密码相同'),
    hint: text('Choose another one.', '请设置不同的密码。'),
    retry: 'never',
  });
}
