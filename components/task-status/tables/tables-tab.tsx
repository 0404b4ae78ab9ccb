'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { useOpenRows } from '../use-open-rows.ts';
import { useSort } from '../use-sort.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { tablesMessages } from './messages.ts';
import { ordered, searched, type TableColumn } from './order.ts';
import { TablesRow } from './table-row.tsx';

const WIDTHS = ['26%', '150px', '18%', '92px', '118px', '104px', '84px', '84px', '84px'] as const;
const NUMERIC = ['size', 'rate', 'left', 'inserts', 'updates', 'deletes'] as const;

export interface TablesTabProps {
  readonly tables: Progress['tables'];
  /** The task copies rows. */
  readonly copies: boolean;
  /** The task is at work. */
  readonly works: boolean;
  readonly stale: boolean;
}

export function TablesTab({ tables, copies, works, stale }: TablesTabProps) {
  const m = useMessages(tablesMessages);
  const format = useFormat();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const { sort, head } = useSort<TableColumn>({ key: 'name', direction: 'asc' });
  const { open, toggle } = useOpenRows();
  const all = useMemo(() => Object.values(tables), [tables]);
  const rows = useMemo(() => ordered(searched(all, wanted), sort), [all, wanted, sort]);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-72" />
        <span className="numeric text-subtle text-xs">{m.count(format.count(rows.length), format.count(all.length))}</span>
      </div>
      <Card className={cn('transition-opacity', stale && 'opacity-50')}>
        <VirtualTable
          label={m.label}
          rows={rows}
          rowKey={(table) => table.id}
          rowHeight={48}
          widths={WIDTHS}
          minWidth="min-w-[1100px]"
          className="max-h-[620px]"
          empty={all.length === 0 ? m.none : m.noMatch}
          head={
            <>
              <Th {...head('name', 'asc')}>{m.columns.name}</Th>
              <Th {...head('state', 'asc')}>{m.columns.state}</Th>
              <Th {...head('rows', 'desc')}>{m.columns.rows}</Th>
              {NUMERIC.map((column) => (
                <Th key={column} numeric {...head(column, 'desc')}>
                  {m.columns[column]}
                </Th>
              ))}
            </>
          }
          renderRow={(table) => <TablesRow table={table} copies={copies} works={works} open={open.has(table.id)} onToggle={toggle} />}
        />
      </Card>
    </>
  );
}
