'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { TlsConfig } from '#engine/task/config.ts';
import type { SecretField } from '#lib/endpoint.ts';
import { CertificateLine } from './certificate-line.tsx';
import { connectionMessages } from './messages.ts';
import { PemField } from './pem-field.tsx';
import { tlsMessages } from './tls-messages.ts';
import { useTlsFacts } from './use-tls-facts.ts';

export interface TlsFieldsProps {
  readonly tls: TlsConfig;
  readonly onChange: (tls: TlsConfig) => void;
  readonly secrets: readonly SecretField[];
  /** What is to be known once a mode that encrypts is chosen. */
  readonly note?: string | undefined;
}

const MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type Part = 'ca' | 'cert' | 'key' | 'passphrase';

/** The mode, and only the certificates that mode looks at. */
export function TlsFields({ tls, onChange, secrets, note }: TlsFieldsProps) {
  const m = useMessages(connectionMessages);
  const hasClient = tls.cert !== undefined || tls.key !== undefined || secrets.includes('tls.key');
  const words = useMessages(tlsMessages);
  const [asked, ask] = useState(false);
  const facts = useTlsFacts(tls, secrets);
  const problem = (part: Part) => {
    const found = facts?.problems[part];
    return found === undefined ? undefined : words.problems[found];
  };
  const set = (part: Part, value: string) => {
    const next = { ...tls };
    if (value === '') delete next[part];
    else next[part] = value;
    onChange(next);
  };
  const encrypted = tls.mode !== 'disable';
  const options = MODES.map((mode) => ({ value: mode, label: m.tlsNames[mode], description: m.tlsModes[mode] }));
  return (
    <>
      <Field
        label={m.fields.tls}
        hint={encrypted && note !== undefined ? `${m.tlsModes[tls.mode]}${m.sentenceEnd}${note}` : m.tlsModes[tls.mode]}
        className="sm:col-span-2"
      >
        <Select value={tls.mode} onValueChange={(mode) => onChange({ ...tls, mode })} options={options} />
      </Field>
      {(tls.mode === 'verify-ca' || tls.mode === 'verify-full') && (
        <PemField
          label={m.fields.ca}
          hint={facts?.ca === undefined ? m.fields.caHint : <CertificateLine facts={facts.ca} />}
          error={problem('ca')}
          value={tls.ca ?? ''}
          onChange={(value) => set('ca', value)}
        />
      )}
      {encrypted && !hasClient && !asked && (
        <div className="sm:col-span-2">
          <Button size="sm" onClick={() => ask(true)}>
            <Plus />
            {m.fields.clientCertificateAdd}
          </Button>
        </div>
      )}
      {encrypted && (hasClient || asked) && (
        <fieldset className="grid min-w-0 gap-4 sm:col-span-2 sm:grid-cols-2">
          <legend className="sr-only">{m.fields.clientCertificate}</legend>
          <PemField
            label={`${m.fields.clientCertificate} · ${m.fields.cert}`}
            hint={facts?.cert === undefined ? undefined : <CertificateLine facts={facts.cert} />}
            error={problem('cert')}
            value={tls.cert ?? ''}
            onChange={(value) => set('cert', value)}
          />
          <PemField
            label={`${m.fields.clientCertificate} · ${m.fields.key}`}
            hint={facts?.key}
            error={problem('key')}
            value={tls.key ?? ''}
            {...(secrets.includes('tls.key') ? { placeholder: m.fields.keyStored } : {})}
            onChange={(value) => set('key', value)}
          />
          <Field label={m.fields.passphrase} optional error={problem('passphrase')} className="sm:col-span-2">
            <PasswordInput
              value={tls.passphrase ?? ''}
              onChange={(event) => set('passphrase', event.target.value)}
              autoComplete="new-password"
              {...(secrets.includes('tls.passphrase') ? { placeholder: m.fields.passwordStored } : {})}
            />
          </Field>
        </fieldset>
      )}
    </>
  );
}
