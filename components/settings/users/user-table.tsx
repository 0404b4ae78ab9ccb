'use client';

import { Ban, CircleCheck, KeyRound, MoreHorizontal, Trash2, UserCog } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { roleMessages } from '#components/session/role-messages.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Table, TableBody, TableHead, TableNote, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { DropdownItem, DropdownMenu, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StatePill, type StateTone } from '#components/ui/state-pill.tsx';
import type { UserView } from '#lib/session/users.ts';
import { settingsMessages } from '../messages.ts';
import { userMessages } from './messages.ts';

/** Columns for which a phone has no room: the role stands under the name there. */
const WIDE = 'max-sm:hidden';

export type UserAction = 'role' | 'reset' | 'disable' | 'enable' | 'remove';

export interface UserTableProps {
  readonly users: readonly UserView[];
  /** Id of the person who looks. */
  readonly self: string;
  /** Said in place of the rows when there are none. */
  readonly note: string;
  readonly onAction: (action: UserAction, user: UserView) => void;
}

function stateOf({ disabled, passwordDue }: UserView): { readonly name: 'active' | 'invited' | 'disabled'; readonly tone: StateTone } {
  if (disabled) return { name: 'disabled', tone: 'neutral' };
  return passwordDue ? { name: 'invited', tone: 'warning' } : { name: 'active', tone: 'success' };
}

export function UserTable({ users, self, note, onAction }: UserTableProps) {
  const m = useMessages(userMessages);
  const common = useMessages(settingsMessages);
  const roles = useMessages(roleMessages);
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>{m.columns.user}</Th>
          <Th className={WIDE}>{m.columns.role}</Th>
          <Th>{m.columns.state}</Th>
          <Th numeric className={WIDE}>
            {m.columns.keys}
          </Th>
          <Th className={WIDE}>{m.columns.lastSignIn}</Th>
          <Th>
            <span className="sr-only">{m.columns.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {users.length === 0 && <TableNote columns={6}>{note}</TableNote>}
        {users.map((user) => {
          const state = stateOf(user);
          return (
            <TableRow key={user.id} interactive>
              <Td className="max-w-0 sm:min-w-44 sm:max-w-72">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium" title={user.name}>
                    {user.name}
                  </span>
                  {user.id === self && <Badge>{m.you}</Badge>}
                </span>
                <span className="block truncate text-muted text-xs" title={user.email}>
                  {user.email}
                </span>
                <span className="block truncate text-muted text-xs sm:hidden">{roles.names[user.role]}</span>
              </Td>
              <Td className={cn('whitespace-nowrap', WIDE)}>{roles.names[user.role]}</Td>
              <Td className="max-sm:w-px">
                <StatePill bare tone={state.tone}>
                  {m.states[state.name]}
                </StatePill>
              </Td>
              <Td numeric muted={user.keys === 0} className={WIDE}>
                {user.keys}
              </Td>
              <Td muted className={cn('whitespace-nowrap', WIDE)}>
                {user.lastSignInAt === null ? common.never : <RelativeTime at={user.lastSignInAt} />}
              </Td>
              <Td className="w-px">
                <DropdownMenu trigger={<IconButton size="sm" tooltip={false} label={common.more(user.name)} icon={<MoreHorizontal />} />}>
                  <DropdownItem icon={<UserCog />} onSelect={() => onAction('role', user)}>
                    {m.changeRole}
                  </DropdownItem>
                  {/* One's own would sign one out before it could be read: it is changed under Profile. */}
                  {user.id !== self && (
                    <DropdownItem icon={<KeyRound />} onSelect={() => onAction('reset', user)}>
                      {m.resetPassword}
                    </DropdownItem>
                  )}
                  {user.disabled ? (
                    <DropdownItem icon={<CircleCheck />} onSelect={() => onAction('enable', user)}>
                      {m.enable}
                    </DropdownItem>
                  ) : (
                    <DropdownItem icon={<Ban />} onSelect={() => onAction('disable', user)}>
                      {m.disable}
                    </DropdownItem>
                  )}
                  <DropdownSeparator />
                  <DropdownItem icon={<Trash2 />} tone="danger" onSelect={() => onAction('remove', user)}>
                    {m.remove}
                  </DropdownItem>
                </DropdownMenu>
              </Td>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
