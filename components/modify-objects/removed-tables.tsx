'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Td } from '#components/ui/data-table.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import type { ObjectsPreview } from '#engine/engine.ts';
import { displayName, tableId } from '#engine/schema/table.ts';
import { modifyMessages } from './messages.ts';

/** The tables that are followed no more. */
export function RemovedTables({ removed }: Pick<ObjectsPreview, 'removed'>) {
  const m = useMessages(modifyMessages);
  const format = useFormat();
  return (
    <Card aria-label={m.removedTitle}>
      <CardHeader
        title={
          <>
            {m.removedTitle} <span className="numeric font-normal text-muted">{format.count(removed.length)}</span>
          </>
        }
      />
      <VirtualTable
        label={m.removedTitle}
        rows={removed}
        rowKey={({ table }) => tableId(table)}
        rowHeight={40}
        widths={['100%']}
        className="max-h-[280px] border-t"
        empty={m.nothing}
        renderRow={({ table }) => (
          <tr>
            <Td className="[overflow-wrap:anywhere]">{displayName(table)}</Td>
          </tr>
        )}
      />
    </Card>
  );
}
