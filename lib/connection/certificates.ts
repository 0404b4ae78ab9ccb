import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { CertificateFacts, PemProblem, TlsFacts } from './certificate-facts.ts';

const MOST = 1 << 20;
const part = z.string().max(MOST).optional();
export const tlsMaterial = z.strictObject({
  ca: part,
  cert: part,
  key: part,
  passphrase: part,
  /** The server has the key, which did not come along: whether they belong together is not asked. */
  keyStored: z.boolean().default(false),
});
export type TlsMaterial = z.infer<typeof tlsMaterial>;

const EDGE = /-----(BEGIN|END) ([A-Z0-9 ]+)-----/g;

interface Block {
  readonly kind: string;
  readonly text: string;
}

/** Edge by edge: whoever is signed in may send a text, and one with many beginnings must not keep the process busy. */
function blocksIn(pem: string): readonly Block[] {
  const blocks: Block[] = [];
  let begun: { readonly kind: string; readonly at: number } | null = null;
  for (const { 0: edge, 1: side, 2: kind = '', index } of pem.matchAll(EDGE)) {
    if (side === 'BEGIN') begun = { kind, at: index };
    else if (begun?.kind === kind) {
      blocks.push({ kind, text: pem.slice(begun.at, index + edge.length) });
      begun = null;
    }
  }
  return blocks;
}

/** Looks into TLS files: whose they are, until when they hold, and what speaks against using them. */
export function inspectTls(material: TlsMaterial, now: number = Date.now()): TlsFacts {
  const problems: Partial<Record<'ca' | 'cert' | 'key' | 'passphrase', PemProblem>> = {};
  const ca = readCertificates(material.ca, now, true);
  const cert = readCertificates(material.cert, now, false);
  const key = readKey(material);
  if (ca.problem !== null) problems.ca = ca.problem;
  if (cert.problem !== null) problems.cert = cert.problem;
  if (key.problem !== null) problems[key.problem.startsWith('passphrase') ? 'passphrase' : 'key'] = key.problem;
  const [own] = cert.all;
  if (key.key !== null && own !== undefined && !own.checkPrivateKey(key.key)) problems.key = 'mismatch';
  if (isGiven(material.cert) && !isGiven(material.key) && !material.keyStored) problems.key = 'key-missing';
  if (isGiven(material.key) && !isGiven(material.cert)) problems.cert = 'certificate-missing';
  return {
    ...factsOf('ca', ca.all),
    ...factsOf('cert', cert.all),
    ...(key.key === null ? {} : { key: kindOf(key.key) }),
    problems,
  };
}

interface Certificates {
  readonly all: readonly X509Certificate[];
  readonly problem: PemProblem | null;
}

function readCertificates(pem: string | undefined, now: number, authority: boolean): Certificates {
  if (!isGiven(pem)) return { all: [], problem: null };
  const blocks = blocksIn(pem);
  if (blocks.length === 0) return { all: [], problem: 'not-pem' };
  const texts = blocks.filter(({ kind }) => kind === 'CERTIFICATE' || kind === 'TRUSTED CERTIFICATE').map(({ text }) => text);
  if (texts.length === 0) return { all: [], problem: 'certificate-wanted' };
  try {
    const all = texts.map((text) => new X509Certificate(text));
    return { all, problem: judge(all, now, authority) };
  } catch {
    return { all: [], problem: 'unreadable' };
  }
}

/** Of a bundle of authorities one that holds is enough; of a chain the first is the one that is shown. */
function judge(all: readonly X509Certificate[], now: number, authority: boolean): PemProblem | null {
  const judged = authority ? all : all.slice(0, 1);
  if (judged.every((each) => Date.parse(each.validTo) <= now)) return 'expired';
  if (judged.every((each) => Date.parse(each.validFrom) > now)) return 'not-yet';
  // A self-signed certificate of a server is its own authority, whatever it says of itself.
  if (authority && !all.some((each) => each.ca || each.issuer === each.subject)) return 'no-authority';
  return null;
}

function readKey({ key, passphrase }: TlsMaterial): { readonly key: KeyObject | null; readonly problem: PemProblem | null } {
  if (!isGiven(key)) return { key: null, problem: null };
  const kinds = blocksIn(key).map(({ kind }) => kind);
  if (kinds.length === 0) return { key: null, problem: 'not-pem' };
  if (!kinds.some((kind) => kind.endsWith('PRIVATE KEY'))) return { key: null, problem: 'key-wanted' };
  try {
    return { key: createPrivateKey({ key, ...(isGiven(passphrase) ? { passphrase } : {}) }), problem: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // OpenSSL asks for a passphrase that was not given, and tells of that as of one it was cut off from.
    if (code === 'ERR_MISSING_PASSPHRASE' || /CRYPTO_INTERRUPTED|CANCELLED/.test(code))
      return { key: null, problem: isGiven(passphrase) ? 'passphrase-wrong' : 'passphrase-wanted' };
    return { key: null, problem: isGiven(passphrase) && key.includes('ENCRYPTED') ? 'passphrase-wrong' : 'unreadable' };
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function factsOf<Name extends 'ca' | 'cert'>(name: Name, all: readonly X509Certificate[]): { readonly [N in Name]?: CertificateFacts } {
  const [first] = all;
  if (first === undefined) return {};
  const facts: CertificateFacts = {
    subject: nameIn(first.subject),
    issuer: nameIn(first.issuer),
    notBefore: new Date(first.validFrom).toISOString(),
    notAfter: new Date(first.validTo).toISOString(),
    more: all.length - 1,
  };
  return { [name]: facts } as { readonly [N in Name]?: CertificateFacts };
}

function nameIn(subject: string): string {
  return /(?:^|\n)CN=(.+)/.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}

function kindOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return [(key.asymmetricKeyType ?? '').toUpperCase(), modulusLength ?? namedCurve ?? ''].join(' ').trim();
}
