import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '#e2e/selectdb/http/certificate.ts';
import { inspectTls, type TlsMaterial } from './certificates.ts';

const own = selfSigned('db.example');
const other = selfSigned('other.example');
const encrypted = createPrivateKey(own.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' }).toString();
const YEAR_MS = 365 * 86_400_000;

const look = (material: Partial<TlsMaterial>, now?: number) => inspectTls({ keyStored: false, ...material }, now);

describe('a look into TLS files', () => {
  test('says whose they are and until when they hold', () => {
    const { ca, cert, key, problems } = look({ ca: `${other.cert}${own.cert}`, cert: own.cert, key: own.key });
    expect(problems).toEqual({});
    expect(cert).toMatchObject({ subject: 'db.example', issuer: 'db.example', more: 0 });
    expect(ca).toMatchObject({ subject: 'other.example', more: 1 });
    expect(Date.parse(cert?.notAfter ?? '')).toBeGreaterThan(Date.now());
    expect(key).toBe('EC prime256v1');
  });

  test('names what speaks against each of them', () => {
    expect(look({ ca: 'no certificate' }).problems).toEqual({ ca: 'not-pem' });
    expect(look({ ca: own.key }).problems).toEqual({ ca: 'certificate-wanted' });
    expect(look({ cert: own.cert, key: own.cert }).problems).toEqual({ key: 'key-wanted' });
    expect(look({ cert: own.cert.replace(/^[A-Za-z0-9+/=]+$/m, 'AAAA'), key: own.key }).problems).toEqual({ cert: 'unreadable' });
    expect(look({ cert: own.cert, key: other.key }).problems).toEqual({ key: 'mismatch' });
    expect(look({ cert: own.cert }).problems).toEqual({ key: 'key-missing' });
    expect(look({ cert: own.cert, keyStored: true }).problems).toEqual({});
    expect(look({ key: own.key }).problems).toEqual({ cert: 'certificate-missing' });
    expect(look({ ca: own.cert }, Date.now() + YEAR_MS).problems).toEqual({ ca: 'expired' });
    expect(look({ ca: own.cert }, Date.now() - YEAR_MS).problems).toEqual({ ca: 'not-yet' });
  });

  test('tells a key that is encrypted from one that is broken', () => {
    expect(look({ cert: own.cert, key: encrypted }).problems).toEqual({ passphrase: 'passphrase-wanted' });
    expect(look({ cert: own.cert, key: encrypted, passphrase: 'shut' }).problems).toEqual({ passphrase: 'passphrase-wrong' });
    expect(look({ cert: own.cert, key: encrypted, passphrase: 'open' }).problems).toEqual({});
    expect(look({ cert: own.cert, key: own.key.replace(/^[A-Za-z0-9+/=]{20,}$/m, 'AAAA') }).problems).toEqual({ key: 'unreadable' });
  });

  test('asks nothing of what was not given', () => {
    expect(look({})).toEqual({ problems: {} });
    expect(look({ ca: ' \n' })).toEqual({ problems: {} });
  });

  test('takes no longer for a text made to keep it busy', () => {
    const begun = performance.now();
    expect(look({ ca: '-----BEGIN A-----\n'.repeat(58_000) }).problems).toEqual({ ca: 'not-pem' });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
