'use client';

import { Database, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { useAddressView } from '#components/use-address-view.ts';
import type { UsedConnection } from '#lib/connection/connections.ts';
import { explain } from '#lib/http/client.ts';
import { ConnectionDetails } from './connection-details.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { ConnectionTestDialog } from './connection-test-dialog.tsx';
import { FilterBar } from './filter-bar.tsx';
import { connectionListMessages } from './list-messages.ts';
import { ADDRESS_FORM, arrange } from './list-view.ts';
import { useConnections, useRemoveConnection } from './use-connections.ts';

export interface ConnectionListProps {
  readonly initial: readonly UsedConnection[];
}

type Opened = { readonly what: 'create' } | { readonly what: 'details' | 'edit' | 'test' | 'remove'; readonly connection: UsedConnection };

/** The page of saved connections. */
export function ConnectionList({ initial }: ConnectionListProps) {
  const m = useMessages(connectionListMessages);
  const t = useText();
  const { data: connections = initial, error, refetch } = useConnections(initial);
  const remove = useRemoveConnection();
  const [view, setView] = useAddressView(ADDRESS_FORM);
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const shown = useMemo(() => arrange(connections, view), [connections, view]);
  /** As it is by now: a test may have ended meanwhile. */
  const current = (opened: UsedConnection) => connections.find(({ id }) => id === opened.id) ?? opened;
  const create = (
    <Reserved>
      <Button variant="primary" onClick={() => setOpened({ what: 'create' })}>
        <Plus />
        {m.create}
      </Button>
    </Reserved>
  );

  return (
    <>
      <PageHeader title={m.title} description={m.description} actions={connections.length > 0 ? create : undefined} />
      {error !== null && (
        <Callout tone="danger" title={m.loadFailed} action={<Button onClick={() => void refetch()}>{m.retry}</Button>} className="mb-4">
          {t(explain(error).message)}
        </Callout>
      )}
      {connections.length === 0 ? (
        <Card>
          <EmptyState icon={<Database />} title={m.empty.title} text={m.empty.text} action={create} />
        </Card>
      ) : (
        <>
          <FilterBar connections={connections} view={view} onChange={setView} />
          <Card>
            <ConnectionTable
              connections={shown}
              sort={view.sort}
              onSort={(sort) => setView({ ...view, sort })}
              onOpen={(what, connection) => setOpened({ what, connection })}
            />
          </Card>
        </>
      )}
      {opened?.what === 'create' && <ConnectionDialog connection={null} onClose={close} />}
      {opened?.what === 'details' && (
        <ConnectionDetails
          connection={current(opened.connection)}
          onTest={() => setOpened({ what: 'test', connection: current(opened.connection) })}
          onEdit={() => setOpened({ what: 'edit', connection: current(opened.connection) })}
          onClose={close}
        />
      )}
      {opened?.what === 'edit' && <ConnectionDialog connection={opened.connection} onClose={close} />}
      {opened?.what === 'test' && <ConnectionTestDialog connection={opened.connection} onClose={close} />}
      {opened?.what === 'remove' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={m.removeTitle(opened.connection.name)}
          tone="danger"
          confirmLabel={m.remove}
          onConfirm={async () => {
            try {
              await remove(opened.connection.id);
            } catch (failure) {
              const { message, hint } = explain(failure);
              throw new Error(`${t(message)}. ${t(hint)}`);
            }
          }}
        >
          {m.removeText}
        </ConfirmDialog>
      )}
    </>
  );
}
