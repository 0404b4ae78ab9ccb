import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { metadata } from '#lib/metadata/client.ts';
import { sessionSecret } from '#lib/secret.ts';

export const MIN_PASSWORD = 8;

function create(secret: string) {
  return betterAuth({
    appName: 'OpenDTS',
    secret,
    database: prismaAdapter(metadata(), { provider: 'postgresql' }),
    telemetry: { enabled: false },
    // It warns of a missing base URL, which is right for a console whose address only its owner knows.
    logger: { level: 'error' },
    emailAndPassword: { enabled: true, minPasswordLength: MIN_PASSWORD, maxPasswordLength: 256 },
    // Accounts are made by the first visit (setup.ts) alone.
    disabledPaths: ['/sign-up/email'],
    user: { additionalFields: { role: { type: 'string', defaultValue: 'viewer', input: false } } },
    session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24 },
    // Under which name people reach a self-hosted console is not known: a page of the very host that is asked may ask.
    trustedOrigins: (request) => [ownOrigin(request)],
    advanced: { cookiePrefix: 'opendts' },
    rateLimit: { enabled: true, window: 10, max: 100, customRules: { '/sign-in/email': { window: 10, max: 10 } } },
  });
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

let made: Promise<Auth> | null = null;

/** better-auth of this process, made at the first call. */
export function auth(): Promise<Auth> {
  made ??= sessionSecret().then(create);
  return made;
}
