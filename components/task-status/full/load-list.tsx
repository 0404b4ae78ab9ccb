'use client';

import { useMessages } from '#components/locale.tsx';
import { Th } from '#components/ui/data-table.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { SearchedTables } from '../tables/searched-tables.tsx';
import { LoadRow } from './load-row.tsx';
import { fullMessages } from './messages.ts';

const WIDTHS = ['22%', '112px', '17%', '84px', '92px', '84px', '112px', '100px'] as const;
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
  return (
    <SearchedTables
      tables={tables}
      stale={stale}
      words={m}
      label={m.list}
      widths={WIDTHS}
      minWidth="min-w-[960px]"
      head={(head) =>
        COLUMNS.map(([column, first, numeric]) => (
          <Th key={column} {...(numeric ? { numeric } : {})} {...head(column, first)}>
            {m.columns[column]}
          </Th>
        ))
      }
      renderRow={(table) => <LoadRow table={table} works={works} />}
    />
  );
}
