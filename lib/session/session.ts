import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { StoreDown } from '#lib/metadata/client.ts';
import { auth } from './auth.ts';
import { type Role, roleOf } from './role.ts';
import { isSetUp } from './setup.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The API key that asks in the person's name. */
  readonly key: { readonly id: string; readonly name: string } | null;
  /** Null with a key. */
  readonly sessionId: string | null;
  /** The password was handed over by an administrator: until it is replaced nothing else is allowed. */
  readonly passwordDue: boolean;
}

/** Who asks, by the session cookie; null when nobody is signed in. `passive`: only looks, which keeps no session alive. */
export async function readSession(of: Headers, passive = false): Promise<Person | null> {
  const found = await (await auth(of)).api
    .getSession({ headers: of, ...(passive ? { query: { disableRefresh: true } } : {}) })
    // A cookie that means nothing is null: it fails only when the store does.
    .catch((cause: unknown) => {
      throw new StoreDown('The session could not be read', { cause });
    });
  if (found === null || (found.user.disabledAt ?? null) !== null) return null;
  const { id, name, email, role, mustChangePassword } = found.user;
  return { id, name, email, role: roleOf(role), key: null, sessionId: found.session.id, passwordDue: mustChangePassword === true };
}

/** For pages: sends who is not signed in to the sign-in page, and the first visitor to the set-up page. */
export async function requireSession(): Promise<Person> {
  const person = await requireSignIn();
  if (person.passwordDue) redirect('/new-password');
  return person;
}

/** For the page where a password is replaced. */
export async function requireSignIn(): Promise<Person> {
  const person = await readSession(await headers());
  if (person !== null) return person;
  redirect((await isSetUp()) ? '/sign-in' : '/setup');
}
