'use client';

import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, TableBody, TableHead, TableNote, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { DropdownItem, DropdownMenu, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { portOf } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { connectionListMessages } from './list-messages.ts';
import { connectionMessages } from './messages.ts';

export interface ConnectionTableProps {
  readonly connections: readonly ConnectionView[];
  /** Said in place of the rows when there are none. */
  readonly note: string;
  readonly onTest: (connection: ConnectionView) => void;
  readonly onEdit: (connection: ConnectionView) => void;
  readonly onRemove: (connection: ConnectionView) => void;
}

export function ConnectionTable({ connections, note, onTest, onEdit, onRemove }: ConnectionTableProps) {
  const m = useMessages(connectionListMessages);
  const words = useMessages(connectionMessages);
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>{m.columns.name}</Th>
          <Th>{m.columns.address}</Th>
          <Th>{m.columns.database}</Th>
          <Th>{m.columns.user}</Th>
          <Th>{m.columns.tls}</Th>
          <Th>{m.columns.updated}</Th>
          <Th>
            <span className="sr-only">{m.columns.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {connections.length === 0 && <TableNote columns={7}>{note}</TableNote>}
        {connections.map((connection) => {
          const { id, name, endpoint, updatedAt } = connection;
          return (
            <TableRow key={id} interactive>
              <Td className="max-w-64">
                <button
                  type="button"
                  title={name}
                  onClick={() => onEdit(connection)}
                  className="block max-w-full truncate rounded-sm font-medium hover:text-accent-text"
                >
                  {name}
                </button>
                <span className="block truncate text-muted text-xs" title={words.typeNames[endpoint.type ?? 'postgresql']}>
                  {words.typeNames[endpoint.type ?? 'postgresql']}
                </span>
              </Td>
              <Td mono className="max-w-72 truncate" title={`${endpoint.host ?? ''}:${portOf(endpoint)}`}>
                {endpoint.host}:{portOf(endpoint)}
              </Td>
              <Td mono className="max-w-48 truncate" title={endpoint.database}>
                {endpoint.database}
              </Td>
              <Td mono className="max-w-48 truncate" title={endpoint.user}>
                {endpoint.user}
              </Td>
              <Td muted className="whitespace-nowrap">
                {words.tlsNames[endpoint.tls?.mode ?? 'disable']}
              </Td>
              <Td muted className="whitespace-nowrap">
                <RelativeTime at={updatedAt} />
              </Td>
              <Td className="w-px">
                <div className="flex items-center justify-end gap-1">
                  <Button size="sm" onClick={() => onTest(connection)}>
                    {m.test}
                  </Button>
                  <DropdownMenu trigger={<IconButton size="sm" tooltip={false} label={m.more(name)} icon={<MoreHorizontal />} />}>
                    <DropdownItem icon={<Pencil />} onSelect={() => onEdit(connection)}>
                      {m.edit}
                    </DropdownItem>
                    <DropdownSeparator />
                    <DropdownItem icon={<Trash2 />} tone="danger" onSelect={() => onRemove(connection)}>
                      {m.remove}
                    </DropdownItem>
                  </DropdownMenu>
                </div>
              </Td>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
