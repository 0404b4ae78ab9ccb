'use client';

import { useMemo, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { KindLabel } from '#components/task/kind-label.tsx';
import { describeOperations, operationMessages } from '#components/task/operations.ts';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Td, Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import { settingsMessages } from './messages.ts';
import { describeColumn, type ObjectLine, type ObjectsConfig, objectLines, searched } from './objects.ts';

const WIDTHS = ['14%', '25%', '25%', '18%', '18%'] as const;
const WIDTHS_WITH_OPERATIONS = ['12%', '20%', '20%', '15%', '15%', '18%'] as const;

/** What is migrated, under which names, which columns and which rows. */
export function ObjectList({ config }: { readonly config: ObjectsConfig }) {
  const m = useMessages(settingsMessages);
  const words = useMessages(operationMessages);
  const [search, setSearch] = useState('');
  const lines = useMemo(() => objectLines(config), [config]);
  const operates = lines.some(({ operations }) => operations !== null);
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
        widths={operates ? WIDTHS_WITH_OPERATIONS : WIDTHS}
        minWidth="min-w-[860px]"
        className="max-h-[480px] border-t"
        empty={m.noMatch}
        head={
          <>
            <Th>{m.columns.kind}</Th>
            <Th>{m.columns.source}</Th>
            <Th>{m.columns.destination}</Th>
            <Th>{m.columns.columns}</Th>
            <Th>{m.columns.filter}</Th>
            {operates && <Th>{words.title}</Th>}
          </>
        }
        renderRow={(line) => <ObjectRow line={line} operates={operates} />}
      />
    </Card>
  );
}

interface ObjectRowProps {
  readonly line: ObjectLine;
  /** Some line has operations of its own. */
  readonly operates: boolean;
}

function ObjectRow({ line, operates }: ObjectRowProps) {
  const m = useMessages(settingsMessages);
  const words = useMessages(operationMessages);
  const text = useText();
  const { kind, source, destination, columns, where, operations } = line;
  const whole = kind === 'schema' ? ` · ${m.wholeSchema}` : '';
  const none = kind === 'table' || kind === 'schema' ? null : '–';
  return (
    <tr>
      <Td className="align-top leading-7">
        <KindLabel kind={kind} />
      </Td>
      <Td className="align-top leading-7 [overflow-wrap:anywhere]">
        {source}
        {whole}
      </Td>
      <Td muted={destination === source} className="align-top leading-7 [overflow-wrap:anywhere]">
        {destination === source ? m.sameName : `${destination}${whole}`}
      </Td>
      <Td muted={columns === null} className="align-top leading-7 [overflow-wrap:anywhere]">
        {none ?? (columns === null ? m.allColumns : columns.map(describeColumn).join(', '))}
      </Td>
      <Td muted={where === null} className="align-top leading-7 [overflow-wrap:anywhere]">
        {none ?? (where === null ? m.allRows : <code className="font-mono text-xs">{where}</code>)}
      </Td>
      {operates && (
        <Td muted={operations === null} className="align-top leading-7 [overflow-wrap:anywhere]">
          {none ?? (operations === null ? m.asTask : describeOperations(operations, words, text))}
        </Td>
      )}
    </tr>
  );
}
