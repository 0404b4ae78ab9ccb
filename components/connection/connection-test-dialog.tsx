'use client';

import { useQuery } from '@tanstack/react-query';
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

export interface ConnectionTestDialogProps {
  readonly connection: ConnectionView;
  readonly onClose: () => void;
}

/** Tests a saved connection at once, and again on demand. */
export function ConnectionTestDialog({ connection: { id, name, endpoint }, onClose }: ConnectionTestDialogProps) {
  const m = useMessages(connectionListMessages);
  const readable = canBeSource(endpoint.type);
  const [side, setSide] = useState(readable ? 'source' : 'destination');
  const test = useQuery({
    queryKey: ['connection-test', id, side],
    queryFn: () => api<Diagnosis>('POST', `/connections/${encodeURIComponent(id)}/diagnose`, { side }),
    retry: false,
    // Each opening is a new test, and nothing but the person asks for another.
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
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
      <DiagnosisView diagnosis={test.data} running={test.isFetching} error={test.error} className="min-h-58" />
    </Dialog>
  );
}
