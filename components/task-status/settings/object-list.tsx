'use client';

import { useMemo, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Td, Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { DraftConfig } from '#engine/task/config.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { settingsMessages } from './messages.ts';
import { type ObjectLine, objectLines, searched } from './objects.ts';

const WIDTHS = ['27%', '27%', '22%', '24%'] as const;

/** What is migrated, under which names, which columns and which rows. */
export function ObjectList({ objects }: { readonly objects: DraftConfig['objects'] }) {
  const m = useMessages(settingsMessages);
  const [search, setSearch] = useState('');
  const lines = useMemo(() => objectLines(objects), [objects]);
  const rows = useMemo(() => searched(lines, search), [lines, search]);
  return (
    <Card>
      <CardHeader
        title={m.objects}
        actions={<SearchInput value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-60" />}
      />
      <VirtualTable
        label={m.objectsLabel}
        rows={rows}
        rowKey={(line) => line.key}
        rowHeight={40}
        widths={WIDTHS}
        minWidth="min-w-[760px]"
        className="max-h-[480px] border-t"
        empty={m.noMatch}
        head={
          <>
            <Th>{m.columns.source}</Th>
            <Th>{m.columns.destination}</Th>
            <Th>{m.columns.columns}</Th>
            <Th>{m.columns.filter}</Th>
          </>
        }
        renderRow={(line) => <ObjectRow line={line} />}
      />
    </Card>
  );
}

function ObjectRow({ line }: { readonly line: ObjectLine }) {
  const m = useMessages(settingsMessages);
  const nameOf = (schema: string, table: string | null) => (table === null ? `${schema} · ${m.wholeSchema}` : `${schema}.${table}`);
  const source = nameOf(line.schema, line.table);
  const destination = nameOf(line.newSchema, line.newTable);
  return (
    <tr>
      <Td className="align-top leading-7 [overflow-wrap:anywhere]">{source}</Td>
      <Td muted={destination === source} className="align-top leading-7 [overflow-wrap:anywhere]">
        {destination === source ? m.sameName : destination}
      </Td>
      <Td muted={line.columns === null} className="align-top leading-7 [overflow-wrap:anywhere]">
        {line.columns === null
          ? m.allColumns
          : line.columns.map(({ name, as }) => (as === undefined || as === name ? name : `${name} → ${as}`)).join(', ')}
      </Td>
      <Td muted={line.where === null} className="align-top leading-7 [overflow-wrap:anywhere]">
        {line.where === null ? m.allRows : <code className="font-mono text-xs">{line.where}</code>}
      </Td>
    </tr>
  );
}
