'use client';

import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { ConnectionDialog } from '#components/connection/connection-dialog.tsx';
import { DiagnosisView } from '#components/connection/diagnosis-view.tsx';
import { ENDPOINT_TYPES, isSavedEndpoint, missingFields, NEW_ENDPOINT } from '#components/connection/endpoint.ts';
import { EndpointFields } from '#components/connection/endpoint-fields.tsx';
import { useSaveConnection } from '#components/connection/use-connections.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx';
import type { DraftEndpoint } from '#engine/task/config.ts';
import { secretsKept } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import type { OwnEndpoint, SecretField } from '#lib/endpoint.ts';
import { explain } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';
import { ConnectionPicker } from './connection-picker.tsx';
import { InstanceFields } from './instance-fields.tsx';
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
  const t = useText();
  const { task, draft, change } = useDraft();
  const [dialog, setDialog] = useState<'save' | 'edit' | null>(null);
  const [dropped, setDropped] = useState(false);
  const [byInstance, setByInstance] = useState(false);
  const endpoint = draft[side];
  const saved = isSavedEndpoint(endpoint) ? endpoint.connectionId : null;
  const own = isSavedEndpoint(endpoint) ? undefined : endpoint;
  // What was entered comes back when one changes one's mind about a saved connection.
  const entered = useRef<OwnEndpoint>(NEW_ENDPOINT);
  const connection = connections?.find(({ id }) => id === saved) ?? null;
  const kept = dropped || saved !== null ? [] : task.secrets[side];
  // The server lets go of what was stored when the address changes, and does not have it back when it changes again.
  const [gone, setGone] = useState<ReadonlySet<SecretField>>(new Set());
  const secrets = kept.filter((secret) => !gone.has(secret));
  const [retest, setRetest] = useState(false);
  const saving = useSaveConnection();
  // Only once what was confirmed is part of the draft: the result is of what stands there.
  useEffect(() => {
    if (!retest) return;
    setRetest(false);
    onTest();
  }, [retest, onTest]);

  const set = (next: DraftEndpoint) => {
    const along = secretsKept(secrets, own, next);
    if (along.length < secrets.length) setGone(new Set([...gone, ...secrets.filter((secret) => !along.includes(secret))]));
    change((before) => ({ ...before, [side]: next }));
  };
  /** In the draft, or in the saved connection for all who use it. */
  const trust = async (hostKey: string) => {
    if (connection === null) set({ ...own, ssh: { ...own?.ssh, hostKey } });
    else {
      const { id, name, endpoint: stored } = connection;
      await saving.mutateAsync({ id, name, endpoint: { ...stored, ssh: { ...stored.ssh, hostKey } } });
    }
    setRetest(true);
  };
  const choose = (id: string | null) => {
    if (id === saved) return;
    if (own !== undefined) entered.current = own;
    // The server keeps the secrets of one endpoint only: choosing a saved connection gives them up.
    setDropped(true);
    set(id === null ? entered.current : { connectionId: id });
  };
  // Of the kind that is chosen over them.
  const offered = (connections ?? []).filter(({ endpoint: { type = 'postgresql' } }) => type === (own?.type ?? 'postgresql'));
  const say = (failure: unknown) => toast.error(t(explain(failure).message));
  const through = connection === null ? own?.ssh !== undefined : connection.endpoint.ssh !== undefined;
  const known = test.diagnosis !== undefined || test.running || test.error !== null;

  return (
    // Both sides have the same fields: the group says whose they are.
    <Card role="group" aria-label={m.sides[side].title} className="flex flex-col">
      <CardHeader divided title={m.sides[side].title} description={m.sides[side].text} />
      <CardBody className="flex flex-1 flex-col gap-4">
        <ConnectionPicker side={side} connections={connections} chosen={saved} onChoose={choose} />
        {saved === null && (
          <EndpointFields
            types={ENDPOINT_TYPES[side]}
            endpoint={own}
            onChange={set}
            secrets={secrets}
            strict={strict}
            registered={{
              chosen: byInstance,
              onChoose: setByInstance,
              fields: <InstanceFields connections={offered} onChoose={choose} />,
            }}
          />
        )}
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
          <DiagnosisView
            diagnosis={test.diagnosis}
            running={test.running}
            error={test.error}
            outdated={test.outdated}
            bastion={through}
            onTrust={(hostKey) => void trust(hostKey).catch(say)}
          />
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
