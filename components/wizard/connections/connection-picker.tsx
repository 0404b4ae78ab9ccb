'use client';

import { ENDPOINT_TYPES } from '#components/connection/endpoint.ts';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { portOf } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { connectionsStepMessages } from './messages.ts';
import type { SideName } from './use-side-test.ts';

export interface ConnectionPickerProps {
  readonly side: SideName;
  /** Undefined while they are fetched. */
  readonly connections: readonly ConnectionView[] | undefined;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

const OWN = 'own';

/** Chooses among the saved connections, or none of them. */
export function ConnectionPicker({ side, connections, chosen, onChoose }: ConnectionPickerProps) {
  const m = useMessages(connectionsStepMessages);
  const takes = ({ endpoint }: ConnectionView) => ENDPOINT_TYPES[side].some((type) => type === (endpoint.type ?? 'postgresql'));
  const offered = connections?.filter(takes) ?? [];
  const removed = connections !== undefined && chosen !== null && !connections.some(({ id }) => id === chosen);
  // Its type was changed after it was chosen here.
  const wrong = !removed && connections !== undefined && chosen !== null && !offered.some(({ id }) => id === chosen);
  const options = [
    { value: OWN, label: m.own },
    ...offered.map(({ id, name, instanceId, region, endpoint }) => ({
      value: id,
      label: name,
      description: [instanceId, region, `${endpoint.host ?? ''}:${portOf(endpoint)}/${endpoint.database ?? ''}`]
        .filter(Boolean)
        .join(' · '),
    })),
  ];
  return (
    <Field label={m.saved} error={removed ? m.removed : wrong ? m.wrongType : undefined}>
      {connections === undefined ? (
        <Skeleton className="h-8 rounded-md" />
      ) : offered.length === 0 && chosen === null ? (
        <p className="flex h-8 items-center text-muted text-sm">{m.noneSaved}</p>
      ) : (
        <Select
          value={removed || wrong ? undefined : (chosen ?? OWN)}
          onValueChange={(value) => onChoose(value === OWN ? null : value)}
          options={options}
        />
      )}
    </Field>
  );
}
