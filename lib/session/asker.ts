import { isEngineError } from '#engine/errors.ts';
import { perProcess } from '#lib/process.ts';
import { Allowance } from './allowance.ts';
import { keptPerson } from './kept.ts';
import { keyIn, personOfKey } from './keys.ts';
import { PEER_HEADER } from './peer.ts';
import { notSignedIn, TooOften } from './refusals.ts';
import { type Person, readSession } from './session.ts';

/** A program may ask often, but not so often that the console stands still for people. */
const byKey = () => perProcess('allowance-key', () => new Allowance({ burst: 120, perSecond: 20 }));
/** Keys that are none, of one address. Nobody guesses a key: this only keeps who tries from keeping the store busy. */
const byStranger = () => perProcess('allowance-stranger', () => new Allowance({ burst: 100, perSecond: 10 }));

/**
 * Who asks, to change something: by API key when the request carries one, by the session cookie otherwise.
 * @throws EngineError `session.missing`, `session.key`, `session.rate`
 */
export async function askerOf(headers: Headers): Promise<Person> {
  const key = keyIn(headers);
  return key === null ? signedIn(await readSession(headers)) : await countedPerson(key, headers);
}

/** Who asks, only to look: somebody who was let in a moment ago is let in again. Throws as `askerOf` does. */
export async function readerOf(headers: Headers): Promise<Person> {
  const key = keyIn(headers);
  return key === null ? signedIn(await keptPerson(headers, () => readSession(headers))) : await countedPerson(key, headers);
}

/** Looks again at somebody who was let in before: that counts as no request and keeps no session alive. Throws as `askerOf` does. */
export async function stillThere(headers: Headers): Promise<Person> {
  const key = keyIn(headers);
  return key === null ? signedIn(await readSession(headers, true)) : await personOfKey(key, true);
}

function signedIn(person: Person | null): Person {
  if (person === null) throw notSignedIn();
  return person;
}

async function countedPerson(key: string, headers: Headers): Promise<Person> {
  const peer = headers.get(PEER_HEADER) ?? '';
  const barred = byStranger().wait(peer);
  if (barred !== null) throw new TooOften(barred);
  let person: Person;
  try {
    person = await personOfKey(key, false);
  } catch (error) {
    if (isEngineError(error)) byStranger().take(peer);
    throw error;
  }
  const wait = byKey().take(person.key?.id ?? '');
  if (wait !== null) throw new TooOften(wait);
  return person;
}
