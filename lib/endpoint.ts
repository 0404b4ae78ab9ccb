import { EngineError } from '#engine/errors.ts';
import { isSealed, open, seal } from '#engine/secret.ts';
import type { DraftEndpoint } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { leadsElsewhere } from './address.ts';

/** An endpoint that says itself where it leads, complete or not. */
export type OwnEndpoint = Exclude<DraftEndpoint, { connectionId: string }>;

/** What of an endpoint is never sent to the browser and never stored in clear. */
export type SecretField = 'password' | 'tls.key' | 'tls.passphrase';

/** Whether the endpoint stands for a saved connection. */
export function isSaved(endpoint: DraftEndpoint): endpoint is { connectionId: string } {
  return 'connectionId' in endpoint;
}

/**
 * Seals what came in clear; a secret that did not come at all stays the one that is stored. One that is the same stays sealed as
 * it was, so that saving a document twice does not change it. A stored password does not follow to another server.
 */
export function sealEndpoint(endpoint: DraftEndpoint, stored: DraftEndpoint | undefined, key: Buffer): DraftEndpoint {
  if (isSaved(endpoint)) return endpoint;
  const before: OwnEndpoint = stored === undefined || isSaved(stored) ? {} : stored;
  const known = [before.password, before.tls?.key, before.tls?.passphrase].filter((value) => value !== undefined && isSealed(value));
  const sealed = mapSecrets(endpoint, (value) => {
    if (value === '' || isSealed(value)) return '';
    return known.find((each) => each !== undefined && opens(each, key) === value) ?? seal(value, key);
  });
  const kept = leadsElsewhere(before, endpoint) ? undefined : before.password;
  const password = endpoint.password === undefined ? kept : sealed.password;
  const withPassword = password === undefined ? sealed : { ...sealed, password };
  if (withPassword.tls === undefined) return withPassword;
  const { key: oldKey, passphrase: oldPassphrase } = before.tls ?? {};
  const keptKeys = {
    ...(withPassword.tls.key === undefined && oldKey !== undefined ? { key: oldKey } : {}),
    ...(withPassword.tls.passphrase === undefined && oldPassphrase !== undefined ? { passphrase: oldPassphrase } : {}),
  };
  return { ...withPassword, tls: { ...withPassword.tls, ...keptKeys } };
}

/** The endpoint with its secrets in clear: for the engine alone. */
/** @throws EngineError `secret.changed` */
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
  const { password, ...shown } = endpoint;
  const secrets: SecretField[] = password === undefined || password === '' ? [] : ['password'];
  if (shown.tls === undefined) return { endpoint: shown, secrets };
  const { key, passphrase, ...tls } = shown.tls;
  if (key !== undefined && key !== '') secrets.push('tls.key');
  if (passphrase !== undefined && passphrase !== '') secrets.push('tls.passphrase');
  return { endpoint: { ...shown, tls }, secrets };
}

function mapSecrets(endpoint: OwnEndpoint, change: (value: string) => string): OwnEndpoint {
  const { password, tls } = endpoint;
  return {
    ...endpoint,
    ...(password === undefined ? {} : { password: change(password) }),
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ...tls,
            ...(tls.key === undefined ? {} : { key: change(tls.key) }),
            ...(tls.passphrase === undefined ? {} : { passphrase: change(tls.passphrase) }),
          },
        }),
  };
}
