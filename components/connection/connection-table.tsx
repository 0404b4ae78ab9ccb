'use client';

import { Eye, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, TableBody, TableHead, TableNote, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { DropdownItem, DropdownMenu, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { UsedConnection } from '#lib/connection/connections.ts';
import { connectionListMessages } from './list-messages.ts';
import { addressOf, type ConnectionListView, SORTS } from './list-view.ts';
import { connectionMessages } from './messages.ts';
import { TestResult } from './test-result.tsx';

export interface ConnectionTableProps {
  readonly connections: readonly UsedConnection[];
  readonly sort: ConnectionListView['sort'];
  readonly onSort: (sort: ConnectionListView['sort']) => void;
  readonly onOpen: (what: 'details' | 'test' | 'edit' | 'remove', connection: UsedConnection) => void;
}

/** Columns for which a phone has no room: what matters of them stands under the name there, all of it in the details. */
const WIDE = 'max-sm:hidden';

/** At most so many tags in a cell; the others are counted. */
const TAGS_SHOWN = 2;

export function ConnectionTable({ connections, sort, onSort, onOpen }: ConnectionTableProps) {
  const m = useMessages(connectionListMessages);
  return (
    <Table className="sm:min-w-[58rem]">
      <TableHead>
        <tr>
          {SORTS.map((by) => (
            <Th
              key={by}
              className={by === 'name' ? undefined : WIDE}
              sort={sort.by !== by ? 'none' : sort.descending ? 'desc' : 'asc'}
              onSort={() => onSort({ by, descending: sort.by === by && !sort.descending })}
            >
              {m.columns[by]}
            </Th>
          ))}
          <Th>
            <span className="sr-only">{m.columns.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {connections.length === 0 && <TableNote columns={SORTS.length + 1}>{m.nothingFound}</TableNote>}
        {connections.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} onOpen={onOpen} />
        ))}
      </TableBody>
    </Table>
  );
}

interface ConnectionRowProps {
  readonly connection: UsedConnection;
  readonly onOpen: ConnectionTableProps['onOpen'];
}

function ConnectionRow({ connection, onOpen }: ConnectionRowProps) {
  const m = useMessages(connectionListMessages);
  const words = useMessages(connectionMessages);
  const { name, instanceId, region, tags, endpoint, tasks } = connection;
  const address = addressOf(connection);
  const type = words.typeNames[endpoint.type ?? 'postgresql'];
  const forbidden = useForbidden('operator');
  const closed = forbidden === null ? {} : { disabled: true, description: forbidden };
  const place = `${endpoint.database ?? ''} · ${endpoint.user ?? ''}`;
  return (
    <TableRow interactive>
      <Td className="max-w-0 sm:max-w-60">
        <button
          type="button"
          title={name}
          onClick={() => onOpen('details', connection)}
          className="block max-w-full truncate rounded-sm font-medium hover:text-accent-text"
        >
          {name}
        </button>
        <span className="block truncate text-muted text-xs" title={type}>
          {type}
        </span>
        <div className="sm:hidden">
          <span className="block truncate font-mono text-muted text-xs">{address}</span>
          <TestResult connection={connection} />
        </div>
      </Td>
      <Td className={cn('max-w-64', WIDE)}>
        <span className="block truncate font-mono text-xs" title={instanceId}>
          {instanceId}
        </span>
        <span className="flex min-w-0 items-center gap-1 pt-0.5 text-muted text-xs">
          <span className="max-w-32 shrink-0 truncate">{region ?? '–'}</span>
          {tags.slice(0, TAGS_SHOWN).map((tag) => (
            <Badge key={tag} className="min-w-0 max-w-24 shrink">
              <span className="truncate">{tag}</span>
            </Badge>
          ))}
          {tags.length > TAGS_SHOWN && <span title={tags.slice(TAGS_SHOWN).join(', ')}>+{tags.length - TAGS_SHOWN}</span>}
        </span>
      </Td>
      <Td className={cn('max-w-64', WIDE)}>
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="truncate font-mono text-xs" title={address}>
            {address}
          </span>
          {endpoint.ssh !== undefined && <Badge tone="info">SSH</Badge>}
        </span>
        <span className="block truncate text-muted text-xs" title={place}>
          {place}
        </span>
      </Td>
      <Td muted className={cn('whitespace-nowrap', WIDE)}>
        {words.tlsNames[endpoint.tls?.mode ?? 'disable']}
      </Td>
      <Td className={cn('numeric whitespace-nowrap', WIDE)}>
        {tasks.length === 0 ? <span className="text-subtle">–</span> : tasks.length}
      </Td>
      <Td className={cn('whitespace-nowrap', WIDE)}>
        <TestResult connection={connection} />
      </Td>
      <Td className="w-px">
        <div className="flex items-center justify-end gap-1">
          <Reserved>
            <Button size="sm" onClick={() => onOpen('test', connection)}>
              {m.test}
            </Button>
          </Reserved>
          <DropdownMenu trigger={<IconButton size="sm" tooltip={false} label={m.more(name)} icon={<MoreHorizontal />} />}>
            <DropdownItem icon={<Eye />} onSelect={() => onOpen('details', connection)}>
              {m.details}
            </DropdownItem>
            <DropdownItem icon={<Pencil />} {...closed} onSelect={() => onOpen('edit', connection)}>
              {m.edit}
            </DropdownItem>
            <DropdownSeparator />
            <DropdownItem icon={<Trash2 />} tone="danger" {...closed} onSelect={() => onOpen('remove', connection)}>
              {m.remove}
            </DropdownItem>
          </DropdownMenu>
        </div>
      </Td>
    </TableRow>
  );
}
