'use client';

import { useRef, useState } from 'react';
import { ConnectionDialog } from '#components/connection/connection-dialog.tsx';
import { DiagnosisView } from '#components/connection/diagnosis-view.tsx';
import { ENDPOINT_TYPES, isSavedEndpoint, missingFields, NEW_ENDPOINT } from '#components/connection/endpoint.ts';
import { EndpointFields } from '#components/connection/endpoint-fields.tsx';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx';
import type { DraftEndpoint } from '#engine/task/config.ts';
import { leadsElsewhere } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';
import { useDraft } from '../draft.tsx';
import { ConnectionPicker } from './connection-picker.tsx';
import { connectionsStepMessages } from './messages.ts';
import { SavedAddress } from './saved-address.tsx';
import type { SideName, SideTest } from './use-side-test.ts';

export interface SideCardProps {
  readonly side: SideName;
  readonly connections: readonly ConnectionView[] | undefined;
  readonly test: SideTest;
  readonly strict: boolean;
  readonly onTest: () => void;
}

/** One side of the task: a saved connection or an address, and its test. */
export function SideCard({ side, connections, test, strict, onTest }: SideCardProps) {
  const m = useMessages(connectionsStepMessages);
  const { task, draft, change } = useDraft();
  const [dialog, setDialog] = useState<'save' | 'edit' | null>(null);
  const [dropped, setDropped] = useState(false);
  const [moved, setMoved] = useState(false);
  const endpoint = draft[side];
  const saved = isSavedEndpoint(endpoint) ? endpoint.connectionId : null;
  const own = isSavedEndpoint(endpoint) ? undefined : endpoint;
  // What was entered comes back when one changes one's mind about a saved connection.
  const entered = useRef<OwnEndpoint>(NEW_ENDPOINT);
  const connection = connections?.find(({ id }) => id === saved) ?? null;
  const kept = dropped || saved !== null ? [] : task.secrets[side];
  const secrets = moved ? kept.filter((secret) => secret !== 'password') : kept;

  const set = (next: DraftEndpoint) => {
    // The server lets go of a stored password when the address changes.
    if (leadsElsewhere(task.config[side], next)) setMoved(true);
    change((before) => ({ ...before, [side]: next }));
  };
  const choose = (id: string | null) => {
    if (id === saved) return;
    if (own !== undefined) entered.current = own;
    // The server keeps the secrets of one endpoint only: choosing a saved connection gives them up.
    setDropped(true);
    set(id === null ? entered.current : { connectionId: id });
  };
  const known = test.diagnosis !== undefined || test.running || test.error !== null;

  return (
    // Both sides have the same fields: the group says whose they are.
    <Card role="group" aria-label={m.sides[side].title} className="flex flex-col">
      <CardHeader divided title={m.sides[side].title} description={m.sides[side].text} />
      <CardBody className="flex flex-1 flex-col gap-4">
        <ConnectionPicker side={side} connections={connections} chosen={saved} onChoose={choose} />
        {saved === null && <EndpointFields types={ENDPOINT_TYPES[side]} endpoint={own} onChange={set} secrets={secrets} strict={strict} />}
        {connection !== null && <SavedAddress connection={connection} />}
      </CardBody>
      <CardFooter>
        {saved === null ? (
          <Button variant="ghost" size="sm" disabled={missingFields(own ?? {}).length > 0} onClick={() => setDialog('save')}>
            {m.save}
          </Button>
        ) : (
          <Button variant="ghost" size="sm" disabled={connection === null} onClick={() => setDialog('edit')}>
            {m.edit}
          </Button>
        )}
        <Button size="sm" loading={test.running} onClick={onTest}>
          {m.test}
        </Button>
      </CardFooter>
      {known && (
        <div data-test={side} className="border-t px-4 py-3.5">
          <DiagnosisView diagnosis={test.diagnosis} running={test.running} error={test.error} outdated={test.outdated} />
        </div>
      )}
      {dialog === 'edit' && <ConnectionDialog connection={connection} onClose={() => setDialog(null)} />}
      {dialog === 'save' && (
        <ConnectionDialog
          connection={null}
          initial={{ name: `${own?.database ?? ''}@${own?.host ?? ''}`, endpoint: own ?? NEW_ENDPOINT }}
          passwordAgain={secrets.includes('password')}
          onSaved={({ id }) => choose(id)}
          onClose={() => setDialog(null)}
        />
      )}
    </Card>
  );
}
