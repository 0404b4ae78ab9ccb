'use client';

import { ChevronRight, Database, Table2 } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { TableSummary } from '#engine/schema/table.ts';
import { explain } from '#lib/http/client.ts';
import { objectsMessages } from './messages.ts';
import type { SourceRow } from './source-rows.ts';
import { TreeBox } from './tree-box.tsx';

export interface LineActions {
  activate(row: SourceRow): void;
  toggle(row: SourceRow): void;
  open(row: SourceRow): void;
}

export interface SourceLineProps {
  readonly row: SourceRow;
  readonly domId: string;
  readonly active: boolean;
  /** The same object from render to render. */
  readonly on: LineActions;
}

const INDENT = ['', 'pl-1', 'pl-7', 'pl-13', 'pl-19', 'pl-25'] as const;

/** Scrolling renders the list often; a line only when it changed. */
export const SourceLine = memo(function SourceLine({ row, domId, active, on }: SourceLineProps) {
  const m = useMessages(objectsMessages).source;
  if (row.kind === 'waiting') return <WaitingLine />;
  if (row.kind === 'failed') return <FailedLine row={row} />;
  if (row.kind === 'empty') return <div className="flex h-8 items-center pl-12 text-subtle text-xs">{m.noTables}</div>;
  const opens = row.kind === 'schema' || row.partitions > 0;
  const along = row.kind === 'table' && row.along;
  const name = row.kind === 'schema' ? row.schema.name : row.table.name;
  const press = (event: MouseEvent) => {
    on.activate(row);
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-opener]')) on.open(row);
    else if (row.kind === 'table' || target?.closest('[data-box]')) on.toggle(row);
    else on.open(row);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys for all of its lines.
    <div
      role="treeitem"
      id={domId}
      tabIndex={-1}
      aria-level={row.level}
      aria-checked={row.box === 'mixed' ? 'mixed' : row.box === 'on'}
      aria-disabled={along || undefined}
      aria-label={name}
      {...(opens ? { 'aria-expanded': row.open } : {})}
      title={along ? m.along : undefined}
      onClick={press}
      onMouseDown={(event) => event.preventDefault()}
      className={cn(
        'flex h-8 cursor-pointer select-none items-center gap-2 rounded-md pr-2 text-sm hover:bg-hover',
        INDENT[Math.min(row.level, INDENT.length - 1)],
        active &&
          'group-focus-visible/tree:bg-hover group-focus-visible/tree:outline-2 group-focus-visible/tree:outline-ring group-focus-visible/tree:-outline-offset-2',
        along && 'cursor-default',
      )}
    >
      <span data-opener={opens ? '' : undefined} className="grid h-8 w-5 shrink-0 place-items-center text-subtle">
        {opens && <ChevronRight aria-hidden className={cn('size-3.5 transition-transform duration-100', row.open && 'rotate-90')} />}
      </span>
      <span data-box className="-m-2 grid shrink-0 place-items-center p-2">
        <TreeBox state={row.box} disabled={along} />
      </span>
      {row.kind === 'schema' ? (
        <Database aria-hidden className="ml-0.5 size-3.5 shrink-0 text-muted" />
      ) : (
        <Table2 aria-hidden className="ml-0.5 size-3.5 shrink-0 text-subtle" />
      )}
      <span title={name} className={cn('min-w-0 truncate', row.kind === 'schema' && 'font-medium')}>
        {name}
      </span>
      {row.kind === 'schema' ? <SchemaFacts count={row.schema.tableCount} /> : <TableFacts table={row.table} partitions={row.partitions} />}
    </div>
  );
});

function SchemaFacts({ count }: { readonly count: number }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  return <span className="numeric ml-auto shrink-0 pl-2 text-subtle text-xs">{m.tables(count, format.count(count))}</span>;
}

function TableFacts({ table, partitions }: { readonly table: TableSummary; readonly partitions: number }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  const routes = table.kind === 'partitioned' || partitions > 0;
  return (
    <>
      {routes && <Badge>{partitions > 0 ? m.partitions(partitions) : m.partitioned}</Badge>}
      {table.kind === 'partition' && <Badge>{m.partition}</Badge>}
      {!table.hasKey && (
        <span title={m.noKeyText} className="shrink-0">
          <Badge tone="warning">{m.noKey}</Badge>
        </span>
      )}
      {/* A partitioned table holds nothing itself. */}
      {!routes && (
        <span className="numeric ml-auto flex shrink-0 pl-2 text-subtle text-xs">
          <span title={table.estimatedRows < 0 ? m.rowsUnknown : undefined} className="text-right">
            {table.estimatedRows < 0 ? '–' : m.rows(format.rows(table.estimatedRows))}
          </span>
          <span className="hidden w-18 text-right sm:block">{format.bytes(table.bytes)}</span>
        </span>
      )}
    </>
  );
}

function WaitingLine() {
  return (
    <div className="flex h-8 items-center gap-3 pl-14">
      <Skeleton className="size-4" />
      <Skeleton className="h-3 w-40" />
    </div>
  );
}

function FailedLine({ row }: { readonly row: Extract<SourceRow, { kind: 'failed' }> }) {
  const m = useMessages(objectsMessages).source;
  const text = useText();
  const { message, hint } = explain(row.error);
  return (
    <div role="alert" className="flex h-8 items-center gap-3 pr-2 pl-12 text-xs">
      <span title={`${text(message)} ${text(hint)}`} className="min-w-0 truncate text-danger">
        {text(message)}
      </span>
      <button type="button" onClick={row.retry} className="shrink-0 rounded-xs font-medium text-accent-text hover:underline">
        {m.retry}
      </button>
    </div>
  );
}
