'use client';

import { useId } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { type AboutConnection, isInstanceId } from './about.ts';
import { connectionMessages } from './messages.ts';
import { useConnections } from './use-connections.ts';

export interface AboutFieldsProps {
  readonly about: AboutConnection;
  readonly onChange: (about: AboutConnection) => void;
  /** The server's own word against the instance ID. */
  readonly taken: string | undefined;
}

/** Those of the clouds people come from and go to; any other can be typed. */
const REGIONS = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-shenzhen',
  'cn-hongkong',
  'ap-southeast-1',
  'eu-central-1',
  'us-east-1',
  'us-west-2',
];

/** Under which ID, where, and with which tags a database is registered. */
export function AboutFields({ about, onChange, taken }: AboutFieldsProps) {
  const m = useMessages(connectionMessages);
  const list = useId();
  const { data: connections = [] } = useConnections();
  const used = connections.flatMap(({ region }) => (region === null ? [] : [region]));
  const set = (name: keyof AboutConnection, value: string) => onChange({ ...about, [name]: value });
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-x-3 gap-y-4 sm:grid-cols-2">
      <legend className="sr-only">{m.about.title}</legend>
      <Field
        label={m.about.instanceId}
        optional
        hint={m.about.instanceIdHint}
        error={isInstanceId(about.instanceId) ? taken : m.about.instanceIdWrong}
      >
        <Input
          value={about.instanceId}
          maxLength={63}
          onChange={(event) => set('instanceId', event.target.value.trim())}
          autoCapitalize="off"
        />
      </Field>
      <Field label={m.about.region} optional hint={m.about.regionHint}>
        <Input
          value={about.region}
          maxLength={60}
          list={list}
          onChange={(event) => set('region', event.target.value)}
          autoCapitalize="off"
        />
      </Field>
      <datalist id={list}>
        {[...new Set([...used.sort(), ...REGIONS])].map((region) => (
          <option key={region} value={region} />
        ))}
      </datalist>
      <Field label={m.about.tags} optional hint={m.about.tagsHint} className="sm:col-span-2">
        <Input value={about.tags} onChange={(event) => set('tags', event.target.value)} autoCapitalize="off" />
      </Field>
    </fieldset>
  );
}
