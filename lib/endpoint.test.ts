import { describe, expect, test } from 'vitest';
import { isSealed, keyFrom } from '#engine/secret.ts';
import { type OwnEndpoint, openEndpoint, redactEndpoint, sealEndpoint } from './endpoint.ts';

const key = keyFrom('a secret for this test');
const given: OwnEndpoint = {
  type: 'postgresql',
  host: 'db',
  port: 5432,
  database: 'app',
  user: 'me',
  password: 'hunter2',
  tls: { mode: 'verify-full', ca: 'CA', cert: 'CERT', key: 'PRIVATE', passphrase: 'open' },
  ssh: { host: 'hop', port: 22, user: 'me', password: 'jump', privateKey: 'SSHKEY', passphrase: 'unlock', hostKey: 'SHA256:known' },
};

describe('secrets of endpoints', () => {
  test('what is stored holds no secret in clear, and opens to what was given', () => {
    const stored = sealEndpoint(given, undefined, key) as OwnEndpoint;
    expect(JSON.stringify(stored)).not.toMatch(/hunter2|PRIVATE|"open"|jump|SSHKEY|unlock/);
    expect(isSealed(stored.password ?? '')).toBe(true);
    expect(openEndpoint(stored, key)).toEqual(given);
  });

  test('what the browser sees names the secrets that are set and carries none, sealed or not', () => {
    const { endpoint, secrets } = redactEndpoint(sealEndpoint(given, undefined, key));
    expect(secrets).toEqual(['password', 'tls.key', 'tls.passphrase', 'ssh.password', 'ssh.privateKey', 'ssh.passphrase']);
    expect(JSON.stringify(endpoint)).not.toMatch(/sealed:|hunter2|PRIVATE|jump|SSHKEY|unlock/);
    expect(endpoint).toMatchObject({ host: 'db', tls: { mode: 'verify-full', ca: 'CA' }, ssh: { user: 'me', hostKey: 'SHA256:known' } });
  });

  test('saving what the browser saw keeps the secrets', () => {
    const stored = sealEndpoint(given, undefined, key);
    const again = sealEndpoint({ ...redactEndpoint(stored).endpoint, database: 'other' }, stored, key) as OwnEndpoint;
    expect(openEndpoint(again, key)).toEqual({ ...given, database: 'other' });
  });

  test.each([{ host: 'evil' }, { port: 5433 }])('a stored password does not follow to another server: %j', (elsewhere) => {
    const stored = sealEndpoint(given, undefined, key);
    const moved = sealEndpoint({ ...redactEndpoint(stored).endpoint, ...elsewhere }, stored, key);
    expect(redactEndpoint(moved).secrets).not.toContain('password');
    expect(JSON.stringify(moved)).not.toContain((stored as OwnEndpoint).password);
    const typed = sealEndpoint({ ...redactEndpoint(stored).endpoint, ...elsewhere, password: 'again' }, stored, key) as OwnEndpoint;
    expect(openEndpoint(typed, key).password).toBe('again');
  });

  test.each([{ host: 'evil' }, { port: 23 }])('neither the password nor what opens a bastion follows to another one: %j', (elsewhere) => {
    const stored = sealEndpoint(given, undefined, key);
    const { ssh, ...shown } = redactEndpoint(stored).endpoint as OwnEndpoint;
    const moved = sealEndpoint({ ...shown, ssh: { ...ssh, ...elsewhere } }, stored, key);
    expect(redactEndpoint(moved).secrets).toEqual(['tls.key', 'tls.passphrase']);
    // A bastion that comes in between is another way as well; without any, its secrets have no place.
    const { ssh: _, ...direct } = given;
    const before = sealEndpoint(direct, undefined, key);
    expect(redactEndpoint(sealEndpoint({ ...shown, ssh: { host: 'evil' } }, before, key)).secrets).not.toContain('password');
    expect(sealEndpoint(shown, stored, key)).not.toHaveProperty('ssh');
  });

  test('a password entered before the address is complete stays', () => {
    const stored = sealEndpoint({ password: 'first' }, undefined, key);
    expect(redactEndpoint(sealEndpoint({ host: 'db', port: 5432 }, stored, key)).secrets).toContain('password');
  });

  test('secrets of another OPENDTS_SECRET are told as that, and can be typed again', () => {
    const stored = sealEndpoint(given, undefined, keyFrom('the secret before')) as OwnEndpoint;
    expect(() => openEndpoint(stored, key)).toThrow('OPENDTS_SECRET');
    expect(openEndpoint(sealEndpoint(given, stored, key) as OwnEndpoint, key)).toEqual(given);
  });

  test('saving the same secrets again changes nothing', () => {
    const stored = sealEndpoint(given, undefined, key);
    expect(sealEndpoint(given, stored, key)).toEqual(stored);
  });

  test('an empty password takes the stored one away', () => {
    const stored = sealEndpoint(given, undefined, key);
    expect(redactEndpoint(sealEndpoint({ ...given, password: '' }, stored, key)).secrets).not.toContain('password');
  });

  test('a sealed text from outside is not taken for a secret of ours', () => {
    const stored = sealEndpoint(given, undefined, key) as OwnEndpoint;
    const stolen = sealEndpoint({ host: 'elsewhere', password: stored.password }, undefined, key) as OwnEndpoint;
    expect(openEndpoint(stolen, key).password).toBe('');
  });
});
