import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { metadata } from '#lib/metadata/client.ts';
import { sessionSecret } from '#lib/secret.ts';
import { sessionEnded } from './ended.ts';
import { noteSignIn } from './entry-log.ts';
import { MIN_PASSWORD } from './password-length.ts';
import { PEER_HEADER } from './peer.ts';

function create(secret: string, overTls: boolean) {
  return betterAuth({
    appName: 'OpenDTS',
    secret,
    database: prismaAdapter(metadata(), { provider: 'postgresql' }),
    telemetry: { enabled: false },
    // It warns of a missing base URL, which is right for a console whose address only its owner knows.
    logger: { level: 'error' },
    // Accounts are made by the first visit (setup.ts) and by administrators (users.ts) alone.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD, maxPasswordLength: 256 },
    user: {
      additionalFields: {
        role: { type: 'string', defaultValue: 'viewer', input: false },
        disabledAt: { type: 'date', required: false, input: false },
        mustChangePassword: { type: 'boolean', required: false, input: false },
      },
    },
    session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24 },
    // Under which name people reach a self-hosted console is not known: a page of the very host that is asked may ask.
    trustedOrigins: (request) => [ownOrigin(request)],
    databaseHooks: {
      session: {
        create: { before: refuseDisabled, after: ({ userId }) => noteSignIn(userId) },
        delete: { after: async () => sessionEnded() },
      },
    },
    // A browser drops a `Secure` cookie that comes over plain HTTP: nobody could sign in from another machine.
    advanced: { cookiePrefix: 'opendts', useSecureCookies: overTls, ipAddress: { ipAddressHeaders: [PEER_HEADER] } },
    rateLimit: { enabled: true, window: 10, max: 100, customRules: { '/sign-in/email': { window: 10, max: 10 } } },
  });
}

/** Code of the answer to the right password of somebody who may not sign in. */
export const DISABLED = 'ACCOUNT_DISABLED';

async function refuseDisabled({ userId }: { readonly userId: string }): Promise<void> {
  const user = await metadata().user.findUnique({ where: { id: userId }, select: { disabledAt: true } });
  if (user === null || user.disabledAt !== null) throw new APIError('FORBIDDEN', { code: DISABLED, message: 'This account is disabled' });
}

function ownOrigin(request: Request | undefined): string | null {
  const origin = request?.headers.get('origin') ?? null;
  return origin !== null && isOwnOrigin(origin, request?.headers.get('host') ?? null) ? origin : null;
}

/** Whether a page of `origin` belongs to the host that was asked: others may not change anything with a person's cookies. */
export function isOwnOrigin(origin: string, host: string | null): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

export type Auth = ReturnType<typeof create>;

let made: Promise<{ readonly plain: Auth; readonly secure: Auth }> | null = null;

/** The one for who came over TLS, or the one for who did not: a proxy in front of us says so, Next says `http` without one. */
export async function auth(asked: Headers): Promise<Auth> {
  made ??= sessionSecret().then((secret) => ({ plain: create(secret, false), secure: create(secret, true) }));
  const overTls = asked.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
  return (await made)[overTls ? 'secure' : 'plain'];
}
