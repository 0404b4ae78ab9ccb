'use client';

import { Database, Plus } from 'lucide-react';
import { useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { portOf } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { explain } from '#lib/http/client.ts';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { ConnectionTestDialog } from './connection-test-dialog.tsx';
import { connectionListMessages } from './list-messages.ts';
import { useConnections, useRemoveConnection } from './use-connections.ts';

export interface ConnectionListProps {
  readonly initial: readonly ConnectionView[];
}

type Opened = { readonly what: 'create' } | { readonly what: 'edit' | 'test' | 'remove'; readonly connection: ConnectionView };

function matches({ name, endpoint }: ConnectionView, search: string): boolean {
  const { host = '', database = '', user = '' } = endpoint;
  return `${name} ${host}:${portOf(endpoint)}/${database} ${user}`.toLowerCase().includes(search.trim().toLowerCase());
}

/** The page of saved connections. */
export function ConnectionList({ initial }: ConnectionListProps) {
  const m = useMessages(connectionListMessages);
  const t = useText();
  const { data: connections = initial, error, refetch } = useConnections(initial);
  const remove = useRemoveConnection();
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const shown = connections.filter((connection) => matches(connection, search));
  const create = (
    <Button variant="primary" onClick={() => setOpened({ what: 'create' })}>
      <Plus />
      {m.create}
    </Button>
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
          <SearchInput value={search} onValueChange={setSearch} placeholder={m.search} shortcut className="mb-4 sm:max-w-xs" />
          <Card>
            <ConnectionTable
              connections={shown}
              note={m.nothingFound(search.trim())}
              onTest={(connection) => setOpened({ what: 'test', connection })}
              onEdit={(connection) => setOpened({ what: 'edit', connection })}
              onRemove={(connection) => setOpened({ what: 'remove', connection })}
            />
          </Card>
        </>
      )}
      {opened?.what === 'create' && <ConnectionDialog connection={null} onClose={close} />}
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
