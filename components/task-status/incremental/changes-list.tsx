'use client';

import { memo, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { TableRow, Td, Th } from '#components/ui/data-table.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { SearchedTables } from '../tables/searched-tables.tsx';
import { TableNames, TableStatePill } from '../tables/table-cells.tsx';
import { CopyTableDialog, type CopyTableDialogProps } from './copy-table-dialog.tsx';
import { incrementalMessages } from './messages.ts';
import { TableMenu, type TableMenuProps } from './table-menu.tsx';

const WIDTHS = ['auto', '150px', '104px', '104px', '104px', '104px', '88px', '60px'] as const;
const COUNTS = ['inserts', 'updates', 'deletes', 'truncates', 'ddl'] as const;

export interface ChangesListProps extends Pick<TableMenuProps, 'refused'>, Pick<CopyTableDialogProps, 'taskId' | 'othersWait'> {
  readonly tables: readonly TableProgress[];
  readonly stale: boolean;
}

/** What was changed in each table since its changes are followed. */
export function ChangesList({ tables, refused, stale, ...props }: ChangesListProps) {
  const m = useMessages(incrementalMessages);
  const [asked, setAsked] = useState<TableProgress | null>(null);
  return (
    <>
      <SearchedTables
        tables={tables}
        stale={stale}
        words={m}
        label={m.list}
        widths={WIDTHS}
        minWidth="min-w-[960px]"
        head={(head) => (
          <>
            <Th {...head('name', 'asc')}>{m.columns.name}</Th>
            <Th {...head('state', 'asc')}>{m.columns.state}</Th>
            {COUNTS.map((count) => (
              <Th key={count} numeric {...head(count, 'desc')}>
                {m.columns[count]}
              </Th>
            ))}
            <Th>
              <span className="sr-only">{m.columns.actions}</span>
            </Th>
          </>
        )}
        renderRow={(table) => <ChangesRow table={table} refused={refused} onCopyAgain={setAsked} />}
      />
      <CopyTableDialog {...props} table={asked} onClose={() => setAsked(null)} />
    </>
  );
}

/** Drawn again only when its own figures change. */
const ChangesRow = memo(function ChangesRow(props: TableMenuProps) {
  const { table } = props;
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
      <Td className="text-right">
        <TableMenu {...props} />
      </Td>
    </TableRow>
  );
});
