'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { TlsFields } from '#components/connection/tls-fields.tsx';
import { useConnections } from '#components/connection/use-connections.ts';
import { useMessages } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { Select } from '#components/ui/select.tsx';
import { portOf } from '#lib/address.ts';
import { api } from '#lib/http/client.ts';
import type { Place, TaskView } from '#lib/task/view.ts';
import { type EnteredWay, enteredWay, OWN, requestOf, waysWrong } from './endpoint-form.ts';
import { operationsMessages } from './messages.ts';

const SIDES = ['source', 'destination'] as const;

export interface EndpointDialogProps {
  readonly task: TaskView;
  readonly running: boolean;
  readonly onClose: () => void;
}

/** Another account, password or address of one of the task's databases. */
export function EndpointDialog({ task, running, onClose }: EndpointDialogProps) {
  const m = useMessages(operationsMessages);
  const [side, setSide] = useState<(typeof SIDES)[number]>('source');
  const [way, setWay] = useState(enteredWay(task, side));
  const place = task[side];
  const wrong = waysWrong(way, place);
  const change = (part: Partial<EnteredWay>) => setWay({ ...way, ...part });
  // One side is changed at a time: what was entered for the other must not look as if it were saved with it.
  const turnTo = (next: (typeof SIDES)[number]) => {
    setSide(next);
    setWay(enteredWay(task, next));
  };
  const save = async () => {
    await api('PUT', `/tasks/${encodeURIComponent(task.id)}/endpoint`, { side, endpoint: requestOf(way) });
    toast.success(m.endpointDone);
  };
  return (
    <FormDialog
      title={m.endpointTitle}
      description={m.endpointText}
      saveLabel={m.endpointSave}
      wrong={wrong.size > 0}
      onSave={save}
      onClose={onClose}
    >
      {(saving) => (
        <>
          <Segments
            label={m.side}
            value={side}
            onValueChange={(value) => turnTo(value === 'source' ? 'source' : 'destination')}
            options={SIDES.map((value) => ({ value, label: m.sides[value], face: <span className="px-2 text-xs">{m.sides[value]}</span> }))}
            className="self-start"
          />
          <WayFields
            key={side}
            way={way}
            now={enteredWay(task, side).connection}
            place={place}
            wrong={wrong}
            disabled={saving}
            onChange={change}
          />
          <Callout>{running ? m.endpointRuns : m.endpointWaits}</Callout>
        </>
      )}
    </FormDialog>
  );
}

interface WayFieldsProps {
  readonly way: EnteredWay;
  /** The saved connection the task goes by, if it does. */
  readonly now: string;
  readonly place: Place | null;
  readonly wrong: ReadonlySet<string>;
  readonly disabled: boolean;
  readonly onChange: (part: Partial<EnteredWay>) => void;
}

function WayFields({ way, now, place, wrong, disabled, onChange }: WayFieldsProps) {
  const m = useMessages(operationsMessages);
  const { data: connections = [] } = useConnections();
  const offered = connections.filter(({ endpoint }) => (endpoint.type ?? 'postgresql') === place?.type);
  const options = [
    { value: OWN, label: m.ways.own },
    ...offered.map(({ id, name, endpoint }) => ({
      value: id,
      label: name,
      description: `${endpoint.host ?? ''}:${portOf(endpoint)}/${endpoint.database ?? ''}`,
    })),
  ];
  // The task's own way begins with what its connection has now.
  const savedTls = connections.find(({ id }) => id === now)?.endpoint.tls;
  const error = (name: string) => (wrong.has(name) ? (name === 'password' ? m.passwordAgain : m.required) : undefined);
  return (
    <>
      <Field label={m.way} hint={offered.length === 0 ? m.noConnections : undefined}>
        <Select value={way.connection} options={options} disabled={disabled} onValueChange={(connection) => onChange({ connection })} />
      </Field>
      {way.connection === OWN && (
        <>
          <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_120px]">
            <Field label={m.host} error={error('host')}>
              <Input value={way.host} disabled={disabled} onChange={(event) => onChange({ host: event.target.value })} />
            </Field>
            <Field label={m.port} error={error('port')}>
              <NumberInput value={way.port ?? ''} min={1} max={65535} disabled={disabled} onValueChange={(port) => onChange({ port })} />
            </Field>
          </div>
          <Field label={m.database} hint={m.databaseStays}>
            <Input value={place?.database ?? ''} readOnly disabled />
          </Field>
          <Field label={m.user} error={error('user')}>
            <Input value={way.user} disabled={disabled} onChange={(event) => onChange({ user: event.target.value })} />
          </Field>
          <Field label={m.password} hint={m.passwordKept} error={error('password')}>
            <PasswordInput
              value={way.password}
              disabled={disabled}
              autoComplete="new-password"
              onChange={(event) => onChange({ password: event.target.value })}
            />
          </Field>
          <fieldset disabled={disabled} className="grid min-w-0 gap-4 sm:grid-cols-2">
            <TlsFields tls={way.tls ?? savedTls ?? { mode: 'disable' }} onChange={(tls) => onChange({ tls })} secrets={way.secrets} />
          </fieldset>
          {wrong.has('tls') && <Callout tone="warning">{m.httpsNeedsTls}</Callout>}
        </>
      )}
    </>
  );
}
