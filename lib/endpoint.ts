import { EngineError } from '#engine/errors.ts';
import { isSealed, open, seal } from '#engine/secret.ts';
import type { DraftEndpoint } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { isOtherBastion, leadsElsewhere } from './address.ts';

/** An endpoint that says itself where it leads, complete or not. */
export type OwnEndpoint = Exclude<DraftEndpoint, { connectionId: string }>;

/** What of an endpoint is never sent to the browser and never stored in clear. */
const SECRET_FIELDS = ['password', 'tls.key', 'tls.passphrase', 'ssh.password', 'ssh.privateKey', 'ssh.passphrase'] as const;
export type SecretField = (typeof SECRET_FIELDS)[number];

/** Whether the endpoint stands for a saved connection. */
export function isSaved(endpoint: DraftEndpoint): endpoint is { connectionId: string } {
  return 'connectionId' in endpoint;
}

/**
 * Seals what came in clear; a secret that did not come at all stays the one that is stored. One that is the same stays sealed as
 * it was, so that saving a document twice does not change it. What is stored does not follow to another server or bastion.
 */
export function sealEndpoint(endpoint: DraftEndpoint, stored: DraftEndpoint | undefined, key: Buffer): DraftEndpoint {
  if (isSaved(endpoint)) return endpoint;
  const before: OwnEndpoint = stored === undefined || isSaved(stored) ? {} : stored;
  const known = SECRET_FIELDS.map((field) => secretOf(before, field)).filter((value) => value !== undefined && isSealed(value));
  const sealed = mapSecrets(endpoint, (value) => {
    if (value === '' || isSealed(value)) return '';
    return known.find((each) => each !== undefined && opens(each, key) === value) ?? seal(value, key);
  });
  return SECRET_FIELDS.reduce((next, field) => {
    const kept = secretOf(next, field) === undefined && goesAlong(field, before, endpoint) ? secretOf(before, field) : undefined;
    return kept === undefined ? next : withSecret(next, field, kept);
  }, sealed);
}

function goesAlong(field: SecretField, before: OwnEndpoint, after: OwnEndpoint): boolean {
  if (field === 'password') return !leadsElsewhere(before, after);
  if (field === 'tls.key' || field === 'tls.passphrase') return after.tls !== undefined;
  return after.ssh !== undefined && !isOtherBastion(before, after);
}

function secretOf({ password, tls, ssh }: OwnEndpoint, field: SecretField): string | undefined {
  if (field === 'password') return password;
  if (field === 'tls.key') return tls?.key;
  if (field === 'tls.passphrase') return tls?.passphrase;
  if (field === 'ssh.password') return ssh?.password;
  return field === 'ssh.privateKey' ? ssh?.privateKey : ssh?.passphrase;
}

function withSecret(endpoint: OwnEndpoint, field: SecretField, value: string): OwnEndpoint {
  if (field === 'password') return { ...endpoint, password: value };
  const [part, name] = field.split('.') as ['tls' | 'ssh', string];
  return { ...endpoint, [part]: { ...endpoint[part], [name]: value } };
}

/**
 * The endpoint with its secrets in clear: for the engine alone.
 * @throws EngineError `secret.changed`
 */
export function openEndpoint(endpoint: OwnEndpoint, key: Buffer): OwnEndpoint {
  return mapSecrets(endpoint, (value) => {
    const opened = isSealed(value) ? opens(value, key) : value;
    if (opened === null) throw secretChanged();
    return opened;
  });
}

/** Null when it was sealed with another key. */
function opens(sealed: string, key: Buffer): string | null {
  try {
    return open(sealed, key);
  } catch {
    return null;
  }
}

function secretChanged(): EngineError {
  return new EngineError({
    code: 'secret.changed',
    message: text(
      'The stored password cannot be opened: it was sealed with another OPENDTS_SECRET',
      '无法解密已保存的密码：其加密所用的 OPENDTS_SECRET 与当前不同',
    ),
    hint: text(
      'Start OpenDTS with the secret it had before, or type the password again.',
      '请使用原来的 OPENDTS_SECRET 启动 OpenDTS，或重新输入密码。',
    ),
    retry: 'never',
  });
}

/** For the browser: without its secrets, and which of them are set. */
export function redactEndpoint(endpoint: DraftEndpoint): { readonly endpoint: DraftEndpoint; readonly secrets: readonly SecretField[] } {
  if (isSaved(endpoint)) return { endpoint, secrets: [] };
  const secrets = SECRET_FIELDS.filter((field) => (secretOf(endpoint, field) ?? '') !== '');
  const { password: _, tls, ssh, ...shown } = endpoint;
  const { key: __, passphrase: ___, ...shownTls } = tls ?? { mode: 'disable' };
  const { password: ____, privateKey: _____, passphrase: ______, ...shownSsh } = ssh ?? {};
  return {
    endpoint: { ...shown, ...(tls === undefined ? {} : { tls: shownTls }), ...(ssh === undefined ? {} : { ssh: shownSsh }) },
    secrets,
  };
}

function mapSecrets(endpoint: OwnEndpoint, change: (value: string) => string): OwnEndpoint {
  return SECRET_FIELDS.reduce((next, field) => {
    const value = secretOf(next, field);
    return value === undefined ? next : withSecret(next, field, change(value));
  }, endpoint);
}
