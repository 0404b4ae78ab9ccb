import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { metadata } from '#lib/metadata/client.ts';
import { credential, hashOfPassword } from './password.ts';
import { MIN_PASSWORD } from './password-length.ts';

export const administrator = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().toLowerCase(),
  password: z.string().min(MIN_PASSWORD).max(256),
});

/** Whether there is an administrator; until then the console shows nothing but the set-up page. */
export async function isSetUp(): Promise<boolean> {
  return (await metadata().user.count()) > 0;
}

/** Any number, for a lock: of two first visitors only one becomes the administrator, and one administrator stays. */
export const ONE_AT_A_TIME = 7_204_813;

/**
 * Creates the administrator, the first time only; account and password at once, for half an account would shut everyone out.
 * @throws EngineError `setup.done` when there is one
 */
export async function createAdministrator({ name, email, password }: z.infer<typeof administrator>): Promise<void> {
  if (await isSetUp()) throw alreadyDone();
  const hash = await hashOfPassword(password);
  const id = randomUUID();
  await metadata().$transaction(
    async (turn) => {
      await turn.$queryRaw`select 1 from (select pg_advisory_xact_lock(${ONE_AT_A_TIME}::bigint)) as held`;
      if ((await turn.user.count()) > 0) throw alreadyDone();
      await turn.user.create({ data: { id, name, email, role: 'admin', accounts: { create: credential(id, hash) } } });
    },
    { timeout: 30_000 },
  );
}

function alreadyDone(): EngineError {
  return new EngineError({
    code: 'setup.done',
    message: { en: 'This installation already has its administrator', zh: '此系统已创建管理员' },
    hint: { en: 'Sign in with that account.', zh: '请使用该账号登录。' },
    retry: 'never',
  });
}
