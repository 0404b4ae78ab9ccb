'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { UserView } from '#lib/session/users.ts';
import { SettingsList } from '../settings-list.tsx';
import { useSentence } from '../use-sentence.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { userMessages } from './messages.ts';
import { RoleDialog } from './role-dialog.tsx';
import { useUserActions, useUsers } from './use-users.ts';
import { UserQuestion } from './user-question.tsx';
import { type UserAction, UserTable } from './user-table.tsx';

export interface UserListProps {
  readonly initial: readonly UserView[];
  readonly self: string;
}

type Opened = { readonly what: 'invite' } | { readonly what: Exclude<UserAction, 'enable'>; readonly user: UserView };

/** The settings' page of users. */
export function UserList({ initial, self }: UserListProps) {
  const m = useMessages(userMessages);
  const format = useFormat();
  const sentence = useSentence();
  const { data: users, error, refetch } = useUsers(initial);
  const { setDisabled } = useUserActions();
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const wanted = search.trim().toLowerCase();
  const shown = users.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted));
  const act = (action: UserAction, user: UserView) => {
    if (action !== 'enable') return setOpened({ what: action, user });
    setDisabled(user.id, false).then(
      () => toast.success(m.enabled(user.name)),
      (failure: unknown) => toast.error(sentence(failure)),
    );
  };
  return (
    <>
      <SettingsList
        description={m.description}
        actions={
          <>
            <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-64" />
            <Button variant="primary" onClick={() => setOpened({ what: 'invite' })}>
              <Plus aria-hidden />
              {m.invite}
            </Button>
          </>
        }
        error={error}
        onRetry={refetch}
        foot={<p className="mt-2 text-subtle text-xs">{m.count(format.count(users.length))}</p>}
      >
        <UserTable users={shown} self={self} note={m.nothingFound(search.trim())} onAction={act} />
      </SettingsList>
      {opened?.what === 'invite' && <InviteDialog onClose={close} />}
      {opened?.what === 'role' && <RoleDialog user={opened.user} onClose={close} />}
      {(opened?.what === 'reset' || opened?.what === 'disable' || opened?.what === 'remove') && (
        <UserQuestion what={opened.what} user={opened.user} onClose={close} />
      )}
    </>
  );
}
