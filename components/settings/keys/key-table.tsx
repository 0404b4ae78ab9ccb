'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { roleMessages } from '#components/session/role-messages.ts';
import { useMounted } from '#components/task/use-mounted.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { KeyView } from '#lib/session/keys.ts';
import { settingsMessages } from '../messages.ts';
import { keyMessages } from './messages.ts';

export interface KeyTableProps {
  readonly keys: readonly KeyView[];
  readonly withOwner: boolean;
  readonly onRevoke: (key: KeyView) => void;
}

export function KeyTable({ keys, withOwner, onRevoke }: KeyTableProps) {
  const m = useMessages(keyMessages);
  const common = useMessages(settingsMessages);
  const roles = useMessages(roleMessages);
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>{m.columns.name}</Th>
          {withOwner && <Th>{m.columns.owner}</Th>}
          <Th>{m.columns.role}</Th>
          <Th>{m.columns.created}</Th>
          <Th>{m.columns.expires}</Th>
          <Th>{m.columns.lastUsed}</Th>
          <Th>
            <span className="sr-only">{m.columns.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <TableRow key={key.id} interactive>
            <Td className="min-w-40 max-w-72">
              <span className="block truncate font-medium" title={key.name}>
                {key.name}
              </span>
              <code className="block text-muted text-xs">{key.start}…</code>
            </Td>
            {withOwner && <Td className="max-w-48 truncate">{key.owner.name}</Td>}
            <Td className="whitespace-nowrap">{roles.names[key.role]}</Td>
            <Td muted className="whitespace-nowrap">
              <RelativeTime at={key.createdAt} />
            </Td>
            <Td muted className="whitespace-nowrap">
              <Expiry at={key.expiresAt} />
            </Td>
            <Td muted className="whitespace-nowrap">
              {key.lastUsedAt === null ? common.never : <RelativeTime at={key.lastUsedAt} />}
            </Td>
            <Td className="w-px">
              <Button size="sm" variant="danger-quiet" aria-label={m.revokeNamed(key.name)} onClick={() => onRevoke(key)}>
                {m.revoke}
              </Button>
            </Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Expiry({ at }: { readonly at: string | null }) {
  const m = useMessages(keyMessages);
  const format = useFormat();
  // The server's clock may be another than the reader's.
  const mounted = useMounted();
  if (at === null) return m.neverExpires;
  if (mounted && Date.parse(at) <= Date.now()) return <Badge tone="warning">{m.expired}</Badge>;
  return (
    <time dateTime={at} title={mounted ? format.dateTime(at) : undefined} className="numeric">
      {at.slice(0, 10)}
    </time>
  );
}
