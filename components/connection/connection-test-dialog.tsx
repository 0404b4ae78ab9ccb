'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Segments } from '#components/ui/segments.tsx';
import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import { portOf } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { api } from '#lib/http/client.ts';
import { DiagnosisView } from './diagnosis-view.tsx';
import { canBeSource } from './endpoint.ts';
import { connectionListMessages } from './list-messages.ts';
import { CONNECTIONS_KEY, useSaveConnection } from './use-connections.ts';

export interface ConnectionTestDialogProps {
  readonly connection: ConnectionView;
  readonly onClose: () => void;
}

/** Tests a saved connection at once, and again on demand. */
export function ConnectionTestDialog({ connection, onClose }: ConnectionTestDialogProps) {
  const { id, name } = connection;
  const [endpoint, setEndpoint] = useState(connection.endpoint);
  const m = useMessages(connectionListMessages);
  const client = useQueryClient();
  const saving = useSaveConnection();
  const readable = canBeSource(endpoint.type);
  const [side, setSide] = useState(readable ? 'source' : 'destination');
  const test = useQuery({
    queryKey: ['connection-test', id, side],
    queryFn: async () => {
      const diagnosis = await api<Diagnosis>('POST', `/connections/${encodeURIComponent(id)}/diagnose`, { side });
      void client.invalidateQueries({ queryKey: CONNECTIONS_KEY });
      return diagnosis;
    },
    retry: false,
    // Each opening is a new test, and nothing but the person asks for another.
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const trust = async (hostKey: string) => {
    const confirmed = { ...endpoint, ssh: { ...endpoint.ssh, hostKey } };
    await saving.mutateAsync({ id, name, endpoint: confirmed });
    setEndpoint(confirmed);
    await test.refetch();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.testTitle(name)}
      description={
        <span className="font-mono text-xs">
          {endpoint.host}:{portOf(endpoint)}/{endpoint.database}
        </span>
      }
      footer={
        <>
          <Button loading={test.isFetching} onClick={() => void test.refetch()}>
            {m.testAgain}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {m.close}
          </Button>
        </>
      }
    >
      {readable && (
        <Segments
          label={m.testUse}
          value={side}
          onValueChange={setSide}
          className="mb-4"
          options={[
            { value: 'source', label: m.asSource, face: m.asSource },
            { value: 'destination', label: m.asDestination, face: m.asDestination },
          ]}
        />
      )}
      <DiagnosisView
        diagnosis={test.data}
        running={test.isFetching}
        error={saving.error ?? test.error}
        bastion={endpoint.ssh !== undefined}
        onTrust={(hostKey) => void trust(hostKey).catch(() => {})}
        className="min-h-58"
      />
    </Dialog>
  );
}
