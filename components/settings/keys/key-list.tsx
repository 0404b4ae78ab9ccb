'use client';

import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { useRole } from '#components/session/role.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Segments } from '#components/ui/segments.tsx';
import type { KeyView } from '#lib/session/keys.ts';
import { SettingsList } from '../settings-list.tsx';
import { useTold } from '../use-sentence.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { KeyTable } from './key-table.tsx';
import { keyMessages } from './messages.ts';
import { useKeyActions, useKeys } from './use-keys.ts';

type Opened = { readonly what: 'create' } | { readonly what: 'revoke'; readonly key: KeyView };

/** The settings' page of API keys: one's own, and for administrators everybody's. */
export function KeyList({ initial }: { readonly initial: readonly KeyView[] }) {
  const m = useMessages(keyMessages);
  const told = useTold();
  const isAdmin = useRole() === 'admin';
  const [all, setAll] = useState(false);
  const { data: keys, error, refetch } = useKeys(all, initial);
  const { revoke } = useKeyActions();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const create = (
    <Button variant="primary" onClick={() => setOpened({ what: 'create' })}>
      <Plus aria-hidden />
      {m.create}
    </Button>
  );
  const end = async ({ id, name }: KeyView) => {
    await told(() => revoke(id));
    toast.success(m.revoked(name));
  };
  return (
    <>
      <SettingsList
        description={m.description}
        actions={
          <>
            {isAdmin && (
              <Segments
                label={m.whose}
                value={all ? 'all' : 'mine'}
                onValueChange={(value) => setAll(value === 'all')}
                options={[
                  { value: 'mine', label: m.mine, face: <span className="px-1 text-xs">{m.mine}</span> },
                  { value: 'all', label: m.everybody, face: <span className="px-1 text-xs">{m.everybody}</span> },
                ]}
              />
            )}
            {keys !== undefined && keys.length > 0 && create}
          </>
        }
        error={error}
        onRetry={refetch}
        awaited={keys === undefined ? 2 : undefined}
      >
        {keys?.length === 0 ? (
          <EmptyState icon={<KeyRound />} title={m.emptyTitle} text={m.emptyText} action={create} />
        ) : (
          <KeyTable keys={keys ?? []} withOwner={all} onRevoke={(key) => setOpened({ what: 'revoke', key })} />
        )}
      </SettingsList>
      {opened?.what === 'create' && <CreateKeyDialog onClose={close} />}
      {opened?.what === 'revoke' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={m.revokeTitle(opened.key.name)}
          tone="danger"
          confirmLabel={m.revoke}
          onConfirm={() => end(opened.key)}
        >
          {m.revokeText}
        </ConfirmDialog>
      )}
    </>
  );
}
