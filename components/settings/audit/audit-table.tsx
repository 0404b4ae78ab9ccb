'use client';

import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Table, TableBody, TableHead, TableNote, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import type { AuditRow } from '#lib/audit-log.ts';
import { auditMessages } from './messages.ts';
import { useActionWords } from './use-action-words.ts';

export interface AuditTableProps {
  readonly rows: readonly AuditRow[];
  /** Said in place of the rows when there are none. */
  readonly note: string;
  /** Other rows are on their way. */
  readonly stale: boolean;
}

/** What stands in a column of its own only where there is room; on a phone it is under what was done. */
const WIDE = 'max-sm:hidden';

export function AuditTable({ rows, note, stale }: AuditTableProps) {
  const m = useMessages(auditMessages);
  return (
    <Table aria-busy={stale}>
      <TableHead>
        <tr>
          <Th className={WIDE}>{m.columns.time}</Th>
          <Th className={WIDE}>{m.columns.person}</Th>
          <Th>{m.columns.action}</Th>
          <Th className={WIDE}>{m.columns.subject}</Th>
          <Th>{m.columns.outcome}</Th>
        </tr>
      </TableHead>
      <TableBody className={stale ? 'opacity-60' : undefined}>
        {rows.length === 0 && <TableNote columns={5}>{note}</TableNote>}
        {rows.map((row) => (
          <AuditLine key={row.id} row={row} />
        ))}
      </TableBody>
    </Table>
  );
}

function AuditLine({ row }: { readonly row: AuditRow }) {
  const m = useMessages(auditMessages);
  const { ofRow, detailOf } = useActionWords();
  const detail = detailOf(row);
  const nobody = row.userId === null ? m.nobody : m.deleted;
  return (
    <TableRow interactive>
      <Td muted className={cn('w-px', WIDE)}>
        <LocalTime at={row.at} />
      </Td>
      <Td className={cn('min-w-32 max-w-48', WIDE)}>
        <span className="block truncate" title={row.who}>
          {row.who === '' ? <span className="text-muted">{nobody}</span> : row.who}
        </span>
        {row.key !== null && (
          <span className="flex items-center gap-1 text-muted text-xs" title={m.byKey(row.key)}>
            <KeyRound aria-hidden className="size-3 shrink-0" />
            <span className="sr-only">{m.byKey(row.key)}</span>
            <span aria-hidden className="truncate">
              {row.key}
            </span>
          </span>
        )}
      </Td>
      <Td className="max-w-0 sm:min-w-40 sm:max-w-none">
        {ofRow(row)}
        {detail !== '' && <span className="block text-muted text-xs">{detail}</span>}
        <div className="sm:hidden">
          <Subject row={row} />
          <span className="block truncate text-muted text-xs">
            {row.who === '' ? nobody : row.who} · <LocalTime at={row.at} />
          </span>
        </div>
      </Td>
      <Td className={cn('max-w-80', WIDE)}>
        <Subject row={row} />
      </Td>
      <Td className="w-px whitespace-nowrap">
        {row.refused === null ? (
          <span className="text-muted">{m.done}</span>
        ) : (
          <Badge tone="danger">
            <span className="sr-only">{m.refused}: </span>
            {row.refused}
          </Badge>
        )}
      </Td>
    </TableRow>
  );
}

function Subject({ row }: { readonly row: AuditRow }) {
  const name = row.subjectName === '' ? row.subject : row.subjectName;
  if (row.href !== null) {
    return (
      <Link href={row.href} title={row.subject} className="block truncate rounded-sm text-accent-text hover:underline">
        {name}
      </Link>
    );
  }
  return (
    <span title={row.subject} className={row.subjectName === '' ? 'block truncate font-mono text-muted text-xs' : 'block truncate'}>
      {name}
    </span>
  );
}
