'use client';

import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { VirtualTable, type VirtualTableProps } from '#components/ui/virtual-table.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { useSort } from '../use-sort.ts';
import { ordered, searched, type TableColumn } from './order.ts';

type TableHead = ReturnType<typeof useSort<TableColumn>>['head'];

export interface SearchedTablesProps extends Pick<VirtualTableProps<TableProgress>, 'label' | 'widths' | 'minWidth' | 'renderRow'> {
  readonly tables: readonly TableProgress[];
  readonly stale: boolean;
  readonly words: {
    readonly search: string;
    readonly count: (shown: string, all: string) => string;
    /** There are no tables, or none of that name. */
    readonly none: ReactNode;
    readonly noMatch: ReactNode;
  };
  /** The cells of the head, each sorting by its column. */
  readonly head: (head: TableHead) => ReactNode;
}

/** Tables of the task, searched by name and sorted by any column. */
export function SearchedTables({ tables, stale, words, head: cells, ...props }: SearchedTablesProps) {
  const format = useFormat();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const { sort, head } = useSort<TableColumn>({ key: 'name', direction: 'asc' });
  const rows = useMemo(() => ordered(searched(tables, wanted), sort), [tables, wanted, sort]);
  return (
    <div className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={words.search} className="sm:w-72" />
        <span className="numeric text-subtle text-xs">{words.count(format.count(rows.length), format.count(tables.length))}</span>
      </div>
      <Card className={cn('transition-opacity', stale && 'opacity-50')}>
        <VirtualTable
          {...props}
          rows={rows}
          rowKey={(table) => table.id}
          rowHeight={48}
          className="max-h-[620px]"
          empty={tables.length === 0 ? words.none : words.noMatch}
          head={cells(head)}
        />
      </Card>
    </div>
  );
}
