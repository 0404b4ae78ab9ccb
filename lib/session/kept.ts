import { perProcess } from '#lib/process.ts';
import { onSessionEnd } from './ended.ts';
import type { Person } from './session.ts';

/**
 * A page asks for several things at once, and each answer begins with the same two reads of the store: while a full load kept both
 * cores busy they were a third of the time an answer took. Every change this process makes forgets what is kept; one that is made
 * beside it (`npm start -- --reset-admin`) holds after this time.
 */
const KEPT_MS = 1_000;
/** People who look at the same moment; beyond them what is kept is forgotten rather than let grow. */
const MOST = 1_000;

interface Kept {
  readonly at: number;
  readonly person: Promise<Person | null>;
}

const kept = () =>
  perProcess('kept-sessions', () => {
    const all = new Map<string, Kept>();
    onSessionEnd(() => all.clear());
    return all;
  });

/** The person of these headers' cookies, read by `read` unless that was done a moment ago. Who is nobody is asked for each time. */
export function keptPerson(headers: Headers, read: () => Promise<Person | null>): Promise<Person | null> {
  const all = kept();
  // What comes over TLS has other cookies (auth.ts), and is another question.
  const key = `${headers.get('x-forwarded-proto') ?? ''} ${headers.get('cookie') ?? ''}`;
  const known = all.get(key);
  if (known !== undefined && performance.now() - known.at < KEPT_MS) return known.person;
  if (all.size >= MOST) all.clear();
  const own: Kept = { at: performance.now(), person: read() };
  all.set(key, own);
  const forget = (): void => {
    if (all.get(key) === own) all.delete(key);
  };
  own.person.then((person) => {
    if (person === null) forget();
  }, forget);
  return own.person;
}

/** What a person may do can have changed: it is read again. */
export function forgetKept(): void {
  kept().clear();
}
