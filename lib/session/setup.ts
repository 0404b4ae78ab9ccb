import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { metadata } from '#lib/metadata/client.ts';
import { auth, MIN_PASSWORD } from './auth.ts';

export const administrator = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email(),
  password: z.string().min(MIN_PASSWORD).max(256),
});

/** Whether there is an administrator; until then the console shows nothing but the set-up page. */
export async function isSetUp(): Promise<boolean> {
  return (await metadata().user.count()) > 0;
}

/** Any number: of two first visitors only one becomes the administrator. */
const LOCK = 7_204_813;

/**
 * Creates the administrator, the first time only.
 * @throws EngineError `setup.done` when there is one
 */
export async function createAdministrator(form: z.infer<typeof administrator>): Promise<void> {
  await metadata().$transaction(
    async (turn) => {
      await turn.$queryRaw`select 1 from (select pg_advisory_xact_lock(${LOCK}::bigint)) as held`;
      if ((await turn.user.count()) > 0) throw alreadyDone();
      const { user } = await (await auth()).api.signUpEmail({ body: form });
      await metadata().user.update({ where: { id: user.id }, data: { role: 'admin' } });
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
