'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { ordered, searched, type TableColumn } from '../tables/order.ts';
import { useSort } from '../use-sort.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { LoadRow } from './load-row.tsx';
import { fullMessages } from './messages.ts';

const WIDTHS = ['26%', '120px', '20%', '92px', '110px', '84px', '118px', '112px'] as const;
const COLUMNS = [
  ['name', 'asc', false],
  ['state', 'asc', false],
  ['rows', 'desc', false],
  ['size', 'desc', true],
  ['slices', 'desc', true],
  ['format', 'desc', false],
  ['rate', 'desc', true],
  ['left', 'desc', true],
] as const;

export interface LoadListProps {
  /** Those that hold rows of their own. */
  readonly tables: readonly TableProgress[];
  /** Rows are being copied just now. */
  readonly works: boolean;
  readonly stale: boolean;
}

/** How far the copy of each table is. */
export function LoadList({ tables, works, stale }: LoadListProps) {
  const m = useMessages(fullMessages);
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
          minWidth="min-w-[1040px]"
          className="max-h-[620px]"
          empty={tables.length === 0 ? m.none : m.noMatch}
          head={COLUMNS.map(([column, first, numeric]) => (
            <Th key={column} {...(numeric ? { numeric } : {})} {...head(column, first)}>
              {m.columns[column]}
            </Th>
          ))}
          renderRow={(table) => <LoadRow table={table} works={works} />}
        />
      </Card>
    </>
  );
}
