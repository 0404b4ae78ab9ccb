'use client';

import { useMemo } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Td, Th } from '#components/ui/data-table.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import { useDraft } from '#components/wizard/draft.tsx';
import type { ObjectsPreview } from '#engine/engine.ts';
import { displayName, type TableId, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { modifyMessages } from './messages.ts';

const WIDTHS = ['28%', '24%', '16%', '20%', '12%'] as const;
type Added = ObjectsPreview['added'][number];

interface Chosen {
  readonly schema: SchemaSelection;
  readonly table: TableSelection | null;
}

/** The tables that join, as they will be at the destination. */
export function AddedTables({ added }: Pick<ObjectsPreview, 'added'>) {
  const m = useMessages(modifyMessages);
  const format = useFormat();
  const { objects } = useDraft().draft;
  const chosen = useMemo(() => {
    const tables = objects.flatMap((schema) =>
      (schema.tables ?? []).map((table): [TableId, Chosen] => [tableId({ schema: schema.schema, name: table.name }), { schema, table }]),
    );
    return new Map(tables);
  }, [objects]);
  return (
    <Card aria-label={m.addedTitle}>
      <CardHeader
        title={
          <>
            {m.addedTitle} <span className="numeric font-normal text-muted">{format.count(added.length)}</span>
          </>
        }
      />
      <VirtualTable
        label={m.addedTitle}
        rows={added}
        rowKey={({ table }) => tableId(table)}
        rowHeight={40}
        widths={WIDTHS}
        minWidth="min-w-[760px]"
        className="max-h-[400px] border-t"
        empty={m.nothing}
        head={
          <>
            <Th>{m.head.table}</Th>
            <Th>{m.head.destination}</Th>
            <Th>{m.head.columns}</Th>
            <Th>{m.head.filter}</Th>
            <Th numeric>{m.head.rows}</Th>
          </>
        }
        renderRow={(each) => <Row added={each} chosen={chosen.get(tableId(each.table)) ?? null} />}
      />
    </Card>
  );
}

function Row({ added: { table, estimatedRows }, chosen }: { readonly added: Added; readonly chosen: Chosen | null }) {
  const m = useMessages(modifyMessages);
  const format = useFormat();
  const { as, columns, where } = chosen?.table ?? { as: undefined, columns: undefined, where: undefined };
  const schema = chosen?.schema.as;
  const target = as === undefined && schema === undefined ? null : displayName({ schema: schema ?? table.schema, name: as ?? table.name });
  const known = estimatedRows !== undefined && estimatedRows >= 0;
  return (
    <tr>
      <Td className="[overflow-wrap:anywhere]">{displayName(table)}</Td>
      <Td muted={target === null} className="[overflow-wrap:anywhere]">
        {target ?? m.sameName}
      </Td>
      <Td muted={columns === undefined}>{columns === undefined ? m.allColumns : m.columns(columns.length)}</Td>
      <Td muted={where === undefined} className="[overflow-wrap:anywhere]">
        {where === undefined ? m.allRows : <code className="font-mono text-xs">{where}</code>}
      </Td>
      <Td numeric muted={!known}>
        <span title={known ? undefined : m.rowsUnknown}>{known ? m.rows(format.rows(estimatedRows)) : '–'}</span>
      </Td>
    </tr>
  );
}
