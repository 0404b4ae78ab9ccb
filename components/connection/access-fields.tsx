'use client';

import type { ReactNode } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { OwnEndpoint, SecretField } from '#lib/endpoint.ts';
import { accessMessages } from './access-messages.ts';
import { ACCESS_METHODS, accessOf, canUseBastion, type EndpointField, withAccess } from './endpoint.ts';
import { SshFields } from './ssh-fields.tsx';

/** Where registered databases can be chosen in place of an address. */
export interface RegisteredAccess {
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly fields: ReactNode;
}

export interface AccessFieldsProps {
  readonly endpoint: OwnEndpoint;
  readonly onChange: (endpoint: OwnEndpoint) => void;
  readonly secrets: readonly SecretField[];
  readonly isMissing: (field: EndpointField) => boolean;
  readonly onLeave: (field: EndpointField) => void;
  readonly registered?: RegisteredAccess | undefined;
}

/** On which way the database is reached. */
export function AccessFields({ endpoint, onChange, secrets, isMissing, onLeave, registered }: AccessFieldsProps) {
  const m = useMessages(accessMessages);
  const method = registered?.chosen === true ? 'instance' : accessOf(endpoint);
  const offered = [
    ...(registered === undefined ? [] : (['instance'] as const)),
    ...ACCESS_METHODS.filter((each) => each !== 'bastion' || canUseBastion(endpoint.type)),
  ];
  const choose = (next: (typeof offered)[number]) => {
    registered?.onChoose(next === 'instance');
    if (next !== 'instance') onChange(withAccess(endpoint, next));
  };
  if (offered.length === 1) return null;
  const options = offered.map((value) => ({ value, label: m.methods[value].name, description: m.methods[value].text }));
  return (
    <>
      <Field label={m.method} hint={method === 'bastion' ? m.behind : m.methods[method].text} className="sm:col-span-2">
        <Select value={method} onValueChange={choose} options={options} />
      </Field>
      {method === 'instance' && registered?.fields}
      {method === 'bastion' && endpoint.ssh !== undefined && (
        <SshFields
          ssh={endpoint.ssh}
          onChange={(ssh) => onChange({ ...endpoint, ssh })}
          secrets={secrets}
          isMissing={isMissing}
          onLeave={onLeave}
        />
      )}
    </>
  );
}
