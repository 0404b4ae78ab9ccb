import { auth, DISABLED } from './auth.ts';
import { noteRefusedSignIn, noteSignOut } from './entry-log.ts';
import { readSession } from './session.ts';

const SIGN_IN = '/api/auth/sign-in/email';
const SIGN_OUT = '/api/auth/sign-out';

export type EntrancePath = typeof SIGN_IN | typeof SIGN_OUT;

/** What the console uses of better-auth. */
export function isEntrancePath(path: string): path is EntrancePath {
  return path === SIGN_IN || path === SIGN_OUT;
}

/** Lets better-auth answer, and leaves a row in the audit log. A sign-in that is done leaves its own (auth.ts). */
export async function enterOrLeave(path: EntrancePath, request: Request): Promise<Response> {
  const { handler } = await auth(request.headers);
  if (path === SIGN_OUT) {
    const person = await readSession(request.headers, true).catch(() => null);
    const response = await handler(request);
    if (response.ok && person !== null) await noteSignOut(person);
    return response;
  }
  const copy = request.clone();
  const response = await handler(request);
  // One that comes too often (429) is not even looked at, and would fill the log.
  if (response.status === 401 || response.status === 403) {
    const [email, code] = [await fieldOf(copy, 'email'), await fieldOf(response.clone(), 'code')];
    await noteRefusedSignIn(email, code === DISABLED ? 'session.disabled' : 'session.wrong-password');
  }
  return response;
}

async function fieldOf(from: Request | Response, name: string): Promise<string> {
  const body: unknown = await from.json().catch(() => null);
  const value = body !== null && typeof body === 'object' ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}
