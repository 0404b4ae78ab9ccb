'use client';

import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { portOf } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { connectionsStepMessages } from './messages.ts';

export interface InstanceFieldsProps {
  /** Those of the kind that was chosen. */
  readonly connections: readonly ConnectionView[];
  readonly onChoose: (id: string) => void;
}

const ANY = 'any';

/** Finds a registered database by where it is and the ID people know it under. */
export function InstanceFields({ connections, onChoose }: InstanceFieldsProps) {
  const m = useMessages(connectionsStepMessages);
  const [chosen, setRegion] = useState(ANY);
  const regions = [...new Set(connections.flatMap((each) => (each.region === null ? [] : [each.region])))].sort();
  // Another kind of database may have none there.
  const region = regions.includes(chosen) ? chosen : ANY;
  const found = connections.filter((each) => region === ANY || each.region === region);
  return (
    <>
      <Field label={m.region}>
        <Select
          value={region}
          onValueChange={setRegion}
          options={[{ value: ANY, label: m.anyRegion }, ...regions.map((value) => ({ value, label: value }))]}
        />
      </Field>
      <Field label={m.instanceId} hint={connections.length === 0 ? m.noInstances : undefined}>
        <Select
          value={undefined}
          onValueChange={onChoose}
          disabled={found.length === 0}
          options={found.map(({ id, instanceId, name, endpoint }) => ({
            value: id,
            label: instanceId,
            description: `${name} · ${endpoint.host ?? ''}:${portOf(endpoint)}`,
          }))}
        />
      </Field>
    </>
  );
}
