'use client';

import { memo, useDeferredValue, useMemo, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { ordered, searched, type TableColumn } from '../tables/order.ts';
import { TableNames, TableStatePill } from '../tables/table-cells.tsx';
import { useSort } from '../use-sort.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { incrementalMessages } from './messages.ts';

const WIDTHS = ['auto', '150px', '104px', '104px', '104px', '104px', '88px'] as const;
const COUNTS = ['inserts', 'updates', 'deletes', 'truncates', 'ddl'] as const;

/** What was changed in each table since its changes are followed. */
export function ChangesList({ tables, stale }: { readonly tables: readonly TableProgress[]; readonly stale: boolean }) {
  const m = useMessages(incrementalMessages);
  const format = useFormat();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const { sort, head } = useSort<TableColumn>({ key: 'name', direction: 'asc' });
  const rows = useMemo(() => ordered(searched(tables, wanted), sort), [tables, wanted, sort]);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-72" />
        <span className="numeric text-subtle text-xs">{m.count(format.count(rows.length), format.count(tables.length))}</span>
      </div>
      <Card className={cn('transition-opacity', stale && 'opacity-50')}>
        <VirtualTable
          label={m.list}
          rows={rows}
          rowKey={(table) => table.id}
          rowHeight={48}
          widths={WIDTHS}
          minWidth="min-w-[900px]"
          className="max-h-[620px]"
          empty={tables.length === 0 ? m.none : m.noMatch}
          head={
            <>
              <Th {...head('name', 'asc')}>{m.columns.name}</Th>
              <Th {...head('state', 'asc')}>{m.columns.state}</Th>
              {COUNTS.map((count) => (
                <Th key={count} numeric {...head(count, 'desc')}>
                  {m.columns[count]}
                </Th>
              ))}
            </>
          }
          renderRow={(table) => <ChangesRow table={table} />}
        />
      </Card>
    </>
  );
}

/** Drawn again only when its own figures change. */
const ChangesRow = memo(function ChangesRow({ table }: { readonly table: TableProgress }) {
  const format = useFormat();
  return (
    <TableRow interactive>
      <Td className="h-12">
        <TableNames table={table} />
      </Td>
      <Td>
        <TableStatePill table={table} copies works />
      </Td>
      {COUNTS.map((count) => {
        // Pictures of before do not count all of them.
        const value = table.changes[count] ?? 0;
        return (
          <Td key={count} numeric className={value === 0 ? 'text-subtle' : undefined}>
            {format.rows(value)}
          </Td>
        );
      })}
    </TableRow>
  );
});
