'use client';

import { useMemo } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Th } from '#components/ui/data-table.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { useOpenRows } from '../use-open-rows.ts';
import { tablesMessages } from './messages.ts';
import { SearchedTables } from './searched-tables.tsx';
import { TablesRow } from './table-row.tsx';

const WIDTHS = ['23%', '108px', '12%', '80px', '108px', '92px', '76px', '84px', '86px'] as const;
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
  const { open, toggle } = useOpenRows();
  const all = useMemo(() => Object.values(tables), [tables]);
  return (
    <SearchedTables
      tables={all}
      stale={stale}
      words={m}
      label={m.label}
      widths={WIDTHS}
      minWidth="min-w-[960px]"
      head={(head) => (
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
      )}
      renderRow={(table) => <TablesRow table={table} copies={copies} works={works} open={open.has(table.id)} onToggle={toggle} />}
    />
  );
}
