'use client';

import { memo } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { StatePill, type StateTone } from '#components/ui/state-pill.tsx';
import type { TableState } from '#engine/progress/event.ts';
import type { TableProgress } from '#engine/progress/progress.ts';
import { tableEta } from '#engine/progress/summary.ts';
import { displayName } from '#engine/schema/table.ts';
import { ErrorFacts } from '../error-facts.tsx';
import { Expander } from '../expander.tsx';
import { tablesMessages } from './messages.ts';
import { RowsCell } from './rows-cell.tsx';

const TONE: Readonly<Record<TableState, StateTone>> = {
  waiting: 'neutral',
  copying: 'running',
  copied: 'success',
  following: 'success',
  failed: 'danger',
};

export interface TablesRowProps {
  readonly table: TableProgress;
  /** The task copies rows; without that a table that waits has nothing to wait for. */
  readonly copies: boolean;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** One table: how much is copied and what was changed since. Drawn again only when its own figures change. */
export const TablesRow = memo(function TablesRow({ table, copies, open, onToggle }: TablesRowProps) {
  const m = useMessages(tablesMessages);
  const format = useFormat();
  const { changes, error } = table;
  const source = displayName(table.source);
  const copied = table.state === 'copied' || table.state === 'following';
  const eta = tableEta(table);
  return (
    <>
      <TableRow interactive>
        <Td className="h-12">
          <TableNames table={table} />
        </Td>
        <Td>
          <span className="flex items-center gap-1">
            <TableStatePill table={table} copies={copies} />
            {error !== null && <Expander label={m.errorOf(source)} open={open} onToggle={() => onToggle(table.id)} />}
          </span>
        </Td>
        <Td>
          <RowsCell table={table} copies={copies} />
        </Td>
        <Td numeric>{table.hasRows && table.bytes > 0 ? format.bytes(table.bytes) : '–'}</Td>
        <Td numeric muted={copied}>
          {table.rate > 0 ? format.rate(table.rate) : '–'}
        </Td>
        <Td numeric>{eta === null ? '–' : format.duration(eta * 1000)}</Td>
        <Change value={changes.inserts} />
        <Change value={changes.updates} />
        <Change value={changes.deletes} />
      </TableRow>
      {error !== null && open && (
        <tr>
          <td colSpan={9} className="border-b px-4 py-3">
            <TableError error={error} />
          </td>
        </tr>
      )}
    </>
  );
});

function TableNames({ table }: Pick<TablesRowProps, 'table'>) {
  const source = displayName(table.source);
  const destination = displayName(table.destination);
  return (
    <>
      <span className="block truncate font-medium leading-4.5" title={source}>
        {source}
      </span>
      {destination !== source && (
        <span className="block truncate text-muted text-xs" title={destination}>
          → {destination}
        </span>
      )}
    </>
  );
}

function TableStatePill({ table: { state, hasRows }, copies }: Pick<TablesRowProps, 'table' | 'copies'>) {
  const m = useMessages(tablesMessages);
  if (state !== 'waiting') {
    return (
      <StatePill bare tone={TONE[state]}>
        {m.states[state]}
      </StatePill>
    );
  }
  return <StatePill bare>{hasRows ? (copies ? m.states.waiting : m.notCopied) : m.partitioned}</StatePill>;
}

function Change({ value }: { readonly value: number }) {
  const format = useFormat();
  return (
    <Td numeric className={value === 0 ? 'text-subtle' : undefined}>
      {format.rows(value)}
    </Td>
  );
}

function TableError({ error }: { readonly error: NonNullable<TableProgress['error']> }) {
  const text = useText();
  return (
    <Callout tone="danger" title={text(error.message)}>
      <p>{text(error.hint)}</p>
      <ErrorFacts error={error} />
    </Callout>
  );
}
