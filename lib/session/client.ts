import type { createAuthClient } from 'better-auth/client';

let client: Promise<ReturnType<typeof createAuthClient>> | null = null;

/**
 * Made in the browser only: it asks the host the page came from. Loaded when somebody comes or goes: it would be a sixteenth of the
 * script of every page.
 */
function authClient() {
  client ??= import('better-auth/client').then((library) => library.createAuthClient());
  // One that could not be loaded is loaded again the next time.
  client.catch(() => {
    client = null;
  });
  return client;
}

type SignedIn = 'signed-in' | 'wrong' | 'disabled' | 'too-many';

/** @throws Error when the server does not answer */
export async function signIn(form: { readonly email: string; readonly password: string }): Promise<SignedIn> {
  const { error } = await (await authClient()).signIn.email({ email: form.email, password: form.password });
  if (error === null) return 'signed-in';
  if (error.status === 429) return 'too-many';
  if (error.status === 403 && error.code === 'ACCOUNT_DISABLED') return 'disabled';
  if (error.status >= 400 && error.status < 500) return 'wrong';
  throw new Error(error.message ?? `HTTP ${error.status}`);
}

/** Ends the session and leads to the sign-in page. */
export async function signOut(): Promise<void> {
  await (await authClient()).signOut();
  window.location.assign('/sign-in');
}
