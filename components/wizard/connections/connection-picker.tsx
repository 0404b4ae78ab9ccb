'use client';

import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { connectionsStepMessages } from './messages.ts';

export interface ConnectionPickerProps {
  /** Undefined while they are fetched. */
  readonly connections: readonly ConnectionView[] | undefined;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

const OWN = 'own';

/** Chooses among the saved connections, or none of them. */
export function ConnectionPicker({ connections, chosen, onChoose }: ConnectionPickerProps) {
  const m = useMessages(connectionsStepMessages);
  const removed = connections !== undefined && chosen !== null && !connections.some(({ id }) => id === chosen);
  const options = [
    { value: OWN, label: m.own },
    ...(connections ?? []).map(({ id, name, endpoint }) => ({
      value: id,
      label: name,
      description: `${endpoint.host ?? ''}:${endpoint.port ?? 5432}/${endpoint.database ?? ''}`,
    })),
  ];
  return (
    <Field label={m.saved} error={removed ? m.removed : undefined}>
      {connections === undefined ? (
        <Skeleton className="h-8 rounded-md" />
      ) : connections.length === 0 && chosen === null ? (
        <p className="flex h-8 items-center text-muted text-sm">{m.noneSaved}</p>
      ) : (
        <Select
          value={removed ? undefined : (chosen ?? OWN)}
          onValueChange={(value) => onChoose(value === OWN ? null : value)}
          options={options}
        />
      )}
    </Field>
  );
}
