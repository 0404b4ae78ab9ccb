'use client';

import { useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { EndpointType } from '#engine/task/config.ts';
import type { OwnEndpoint, SecretField } from '#lib/endpoint.ts';
import { AccessFields, type RegisteredAccess } from './access-fields.tsx';
import { type EndpointField, endpointOfUrl, missingFields, NEW_ENDPOINT, withField, withHttps, withTls, withType } from './endpoint.ts';
import { connectionMessages } from './messages.ts';
import { PortInput } from './port-input.tsx';
import { TlsFields } from './tls-fields.tsx';

export interface EndpointFieldsProps {
  /** The kinds of database that are offered. */
  readonly types: readonly EndpointType[];
  readonly endpoint: OwnEndpoint | undefined;
  readonly onChange: (endpoint: OwnEndpoint) => void;
  /** Which secrets are stored although the endpoint does not carry them. */
  readonly secrets: readonly SecretField[];
  /** Names all that is missing, also where nobody typed yet. */
  readonly strict: boolean;
  readonly registered?: RegisteredAccess | undefined;
}

const GRID = 'grid grid-cols-1 gap-x-3 gap-y-4 sm:grid-cols-2';

/** What kind of database it is, and how to reach it. */
export function EndpointFields({ types, endpoint = NEW_ENDPOINT, onChange, secrets, strict, registered }: EndpointFieldsProps) {
  const m = useMessages(connectionMessages);
  const [left, setLeft] = useState<ReadonlySet<EndpointField>>(new Set());
  const { type = 'postgresql' } = endpoint;
  const selectdb = type === 'selectdb';
  const missing = missingFields(endpoint);
  const isMissing = (name: EndpointField) => (strict || left.has(name)) && missing.includes(name);
  const error = (name: keyof typeof m.errors & EndpointField) => (isMissing(name) ? m.errors[name] : undefined);
  const leave = (name: EndpointField) => setLeft((before) => (before.has(name) ? before : new Set([...before, name])));
  const set = <Name extends keyof OwnEndpoint>(name: Name, value: OwnEndpoint[Name] | undefined) =>
    onChange(withField(endpoint, name, value));

  const access = { endpoint, onChange, secrets, isMissing, onLeave: leave, registered };
  const head = (
    <>
      <Field label={m.fields.type} className="sm:col-span-2">
        <Select
          value={type}
          onValueChange={(next) => onChange(withType(endpoint, next))}
          options={types.map((value) => ({ value, label: m.typeNames[value] }))}
        />
      </Field>
      <AccessFields {...access} />
    </>
  );
  if (registered?.chosen === true) return <div className={GRID}>{head}</div>;
  return (
    <div className={GRID}>
      {head}
      <div
        className={cn(
          'grid gap-x-3 gap-y-4 sm:col-span-2',
          selectdb ? 'grid-cols-2 sm:grid-cols-[minmax(0,1fr)_5.5rem_5.5rem]' : 'grid-cols-[minmax(0,1fr)_5.5rem]',
        )}
      >
        <Field
          label={m.fields.host}
          {...(selectdb ? { className: 'col-span-2 sm:col-span-1', hint: m.fields.feHint } : { hint: m.fields.hostHint })}
          error={error('host')}
        >
          <Input
            value={endpoint.host ?? ''}
            onChange={(event) => set('host', event.target.value.trim())}
            onBlur={() => leave('host')}
            onPaste={(event) => {
              const pasted = endpointOfUrl(event.clipboardData.getData('text'), type);
              if (pasted === null) return;
              event.preventDefault();
              onChange(endpoint.ssh === undefined ? pasted : { ...pasted, ssh: endpoint.ssh });
            }}
            autoCapitalize="off"
          />
        </Field>
        <Field label={m.fields.port} error={error('port')}>
          <PortInput port={endpoint.port} onChange={(port) => set('port', port)} onBlur={() => leave('port')} />
        </Field>
        {selectdb && (
          <Field label={m.fields.httpPort} error={error('httpPort')}>
            <PortInput port={endpoint.httpPort} onChange={(port) => set('httpPort', port)} onBlur={() => leave('httpPort')} />
          </Field>
        )}
      </div>
      <Field
        label={selectdb ? m.fields.marksDatabase : m.fields.database}
        {...(selectdb ? { hint: m.fields.marksDatabaseHint } : {})}
        error={error('database')}
        className={selectdb ? undefined : 'sm:col-span-2'}
      >
        <Input value={endpoint.database ?? ''} onChange={(event) => set('database', event.target.value)} onBlur={() => leave('database')} />
      </Field>
      {selectdb && (
        <Field label={m.fields.computeGroup} hint={m.fields.computeGroupHint}>
          <Input
            value={endpoint.computeGroup ?? ''}
            onChange={(event) => set('computeGroup', event.target.value.trim())}
            autoCapitalize="off"
          />
        </Field>
      )}
      <Field label={m.fields.user} error={error('user')}>
        <Input
          value={endpoint.user ?? ''}
          onChange={(event) => set('user', event.target.value)}
          onBlur={() => leave('user')}
          autoCapitalize="off"
        />
      </Field>
      <Field label={m.fields.password}>
        <PasswordInput
          value={endpoint.password ?? ''}
          onChange={(event) => set('password', event.target.value)}
          autoComplete="new-password"
          {...(secrets.includes('password') ? { placeholder: m.fields.passwordStored } : {})}
        />
      </Field>
      <TlsFields
        tls={endpoint.tls ?? { mode: 'disable' }}
        onChange={(tls) => onChange(withTls(endpoint, tls))}
        secrets={secrets}
        note={selectdb && endpoint.https !== true ? m.tlsOfSelectDb : undefined}
      />
      {selectdb && endpoint.tls !== undefined && endpoint.tls.mode !== 'disable' && (
        <Checkbox
          className="sm:col-span-2"
          label={m.fields.https}
          description={m.fields.httpsHint}
          checked={endpoint.https === true}
          onCheckedChange={(on) => onChange(withHttps(endpoint, on))}
        />
      )}
    </div>
  );
}
