'use client';

import { Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { Label, LabelKind } from './kinds.ts';
import { labelSettingsMessages } from './settings-messages.ts';
import { TagBadge } from './tag-badge.tsx';
import { useLabelName } from './use-label-name.ts';

export interface LabelTableProps {
  readonly kind: LabelKind;
  readonly labels: readonly Label[];
  /** Absent: who looks may not. */
  readonly onEdit: ((label: Label) => void) | undefined;
  readonly onRemove: ((label: Label) => void) | undefined;
}

export function LabelTable({ kind, labels, onEdit, onRemove }: LabelTableProps) {
  const m = useMessages(labelSettingsMessages);
  const nameOf = useLabelName();
  return (
    <Table className="min-w-[480px]">
      <TableHead>
        <tr>
          <Th>{m.columns.name}</Th>
          <Th numeric>{m.columns.tasks}</Th>
          <Th>{m.columns.created}</Th>
          <Th>
            <span className="sr-only">{m.columns.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {labels.map((label) => (
          <TableRow key={label.id} interactive>
            <Td className="max-w-72">
              <span className="flex min-w-0 items-center gap-2">
                {'colour' in label ? <TagBadge tag={label} /> : <span className="truncate font-medium">{nameOf(label)}</span>}
                {label.builtIn && <Badge>{m[kind].kept}</Badge>}
              </span>
            </Td>
            <Td numeric>
              <Tasks kind={kind} label={label} />
            </Td>
            <Td muted className="whitespace-nowrap text-xs">
              {label.builtIn ? '–' : <RelativeTime at={label.createdAt} />}
            </Td>
            <Td className="w-px">
              <span className="flex justify-end gap-1.5">
                {onEdit !== undefined && (kind === 'tag' || !label.builtIn) && (
                  <Button size="sm" aria-label={m.editNamed(nameOf(label))} onClick={() => onEdit(label)}>
                    <Pencil aria-hidden />
                    {m.edit}
                  </Button>
                )}
                {onRemove !== undefined && !label.builtIn && (
                  <Tooltip content={label.tasks > 0 ? m[kind].inUse : undefined}>
                    {/* What is disabled gets no pointer: its frame tells why. */}
                    <span {...(label.tasks > 0 ? { tabIndex: 0, className: 'rounded-md' } : {})}>
                      <Button
                        size="sm"
                        variant="danger-quiet"
                        disabled={label.tasks > 0}
                        aria-label={m.removeNamed(nameOf(label))}
                        onClick={() => onRemove(label)}
                      >
                        <Trash2 aria-hidden />
                        {m.remove}
                      </Button>
                    </span>
                  </Tooltip>
                )}
              </span>
            </Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The tasks may be of both kinds: the list of migrations is where most are. */
function Tasks({ kind, label }: { readonly kind: LabelKind; readonly label: Label }) {
  const m = useMessages(labelSettingsMessages);
  const nameOf = useLabelName();
  const count = useFormat().count(label.tasks);
  if (label.tasks === 0) return <span className="text-subtle">{count}</span>;
  return (
    <Link
      href={`/migration?${kind}=${encodeURIComponent(label.id)}`}
      aria-label={m.tasksOf(count, nameOf(label))}
      className="rounded-sm underline-offset-2 hover:underline"
    >
      {count}
    </Link>
  );
}
