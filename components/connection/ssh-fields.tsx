'use client';

import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { Segments } from '#components/ui/segments.tsx';
import type { EnteredSsh } from '#engine/task/config.ts';
import type { SecretField } from '#lib/endpoint.ts';
import { accessMessages } from './access-messages.ts';
import type { EndpointField } from './endpoint.ts';
import { PemField } from './pem-field.tsx';
import { PortInput } from './port-input.tsx';

export interface SshFieldsProps {
  readonly ssh: EnteredSsh;
  readonly onChange: (ssh: EnteredSsh) => void;
  readonly secrets: readonly SecretField[];
  readonly isMissing: (field: EndpointField) => boolean;
  readonly onLeave: (field: EndpointField) => void;
}

type Login = 'password' | 'key';

/** The bastion a database is reached through: where it is, how it is logged in to, and which key it was confirmed by. */
export function SshFields({ ssh, onChange, secrets, isMissing, onLeave }: SshFieldsProps) {
  const m = useMessages(accessMessages);
  const byKey = ssh.privateKey !== undefined || (secrets.includes('ssh.privateKey') && ssh.password === undefined);
  const [login, setLogin] = useState<Login>(byKey ? 'key' : 'password');
  const set = <Name extends keyof EnteredSsh>(name: Name, value: EnteredSsh[Name] | undefined) => {
    const next = { ...ssh };
    if (value === undefined || value === '') delete next[name];
    else next[name] = value;
    // Another host has another key: what was confirmed of the one before says nothing about it.
    if (name === 'host' || name === 'port') delete next.hostKey;
    onChange(next);
  };
  const error = (name: 'host' | 'port' | 'user') => (isMissing(`ssh.${name}`) ? m.errors[name] : undefined);
  const choose = (next: string) => {
    if (next !== 'key' && next !== 'password') return;
    setLogin(next);
    // What the other way signed in with goes, the stored one too: an empty secret takes it away.
    const { password: _, privateKey: __, passphrase: ___, ...rest } = ssh;
    onChange(next === 'key' ? { ...rest, password: '' } : { ...rest, privateKey: '', passphrase: '' });
  };
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-x-3 gap-y-4 rounded-lg border bg-surface-2/50 p-3 sm:col-span-2 sm:grid-cols-2">
      <legend className="sr-only">{m.group}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_5.5rem] gap-x-3 sm:col-span-2">
        <Field label={m.host} error={error('host')}>
          <Input
            value={ssh.host ?? ''}
            onChange={(event) => set('host', event.target.value.trim())}
            onBlur={() => onLeave('ssh.host')}
            autoCapitalize="off"
          />
        </Field>
        <Field label={m.port} error={error('port')}>
          <PortInput port={ssh.port} onChange={(port) => set('port', port)} onBlur={() => onLeave('ssh.port')} />
        </Field>
      </div>
      <Field label={m.user} error={error('user')}>
        <Input
          value={ssh.user ?? ''}
          onChange={(event) => set('user', event.target.value.trim())}
          onBlur={() => onLeave('ssh.user')}
          autoCapitalize="off"
        />
      </Field>
      <div className="flex flex-col gap-1.5">
        <span aria-hidden className="font-medium text-sm">
          {m.login}
        </span>
        <Segments
          label={m.login}
          value={login}
          onValueChange={choose}
          options={[
            { value: 'password', label: m.logins.password, face: m.logins.password },
            { value: 'key', label: m.logins.key, face: m.logins.key },
          ]}
        />
      </div>
      {login === 'password' && (
        <Field label={m.password} className="sm:col-span-2">
          <PasswordInput
            value={ssh.password ?? ''}
            onChange={(event) => set('password', event.target.value)}
            autoComplete="new-password"
            {...(secrets.includes('ssh.password') ? { placeholder: m.passwordStored } : {})}
          />
        </Field>
      )}
      {login === 'key' && (
        <>
          <PemField
            label={m.privateKey}
            hint={m.privateKeyHint}
            value={ssh.privateKey ?? ''}
            {...(secrets.includes('ssh.privateKey') ? { placeholder: m.keyStored } : {})}
            onChange={(value) => set('privateKey', value)}
          />
          <Field label={m.passphrase} optional className="sm:col-span-2">
            <PasswordInput
              value={ssh.passphrase ?? ''}
              onChange={(event) => set('passphrase', event.target.value)}
              autoComplete="new-password"
              {...(secrets.includes('ssh.passphrase') ? { placeholder: m.passwordStored } : {})}
            />
          </Field>
        </>
      )}
      <div className="flex min-w-0 flex-col gap-1 text-sm sm:col-span-2">
        <span className="font-medium">{m.hostKey}</span>
        {ssh.hostKey === undefined ? (
          <span className="text-muted text-xs">{m.hostKeyNone}</span>
        ) : (
          <span className="flex items-start justify-between gap-3">
            <span className="min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere]">{ssh.hostKey}</span>
            <Button variant="ghost" size="sm" onClick={() => set('hostKey', undefined)}>
              {m.hostKeyForget}
            </Button>
          </span>
        )}
      </div>
    </fieldset>
  );
}
