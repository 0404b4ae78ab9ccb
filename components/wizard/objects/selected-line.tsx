'use client';

import { ArrowRight, BellRing, ChevronRight, Database, Filter, Pencil, Table2, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { describeOperations, operationMessages } from '#components/task/operations.ts';
import { Badge } from '#components/ui/badge.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isWhole } from '#engine/plan/select.ts';
import { OPERATION_NAMES, type Operation } from '#engine/schema/operation.ts';
import { explain } from '#lib/http/client.ts';
import { KIND_ICONS, kindMessages } from './kinds.ts';
import { objectsMessages } from './messages.ts';
import type { SelectedRow } from './selected-rows.ts';

export interface SelectedActions {
  open(row: SelectedRow): void;
  edit(row: SelectedRow): void;
  remove(row: SelectedRow): void;
}

export interface SelectedLineProps {
  readonly row: SelectedRow;
  /** The same object from render to render. */
  readonly on: SelectedActions;
}

/** Scrolling renders the list often; a line only when it changed. */
export const SelectedLine = memo(function SelectedLine({ row, on }: SelectedLineProps) {
  const { source } = useMessages(objectsMessages);
  const text = useText();
  if (row.kind === 'waiting')
    return (
      <div className="flex h-8 items-center gap-3 pl-15">
        <Skeleton className="h-3 w-40" />
      </div>
    );
  if (row.kind === 'failed')
    return (
      <div role="alert" className="flex h-8 items-center gap-3 pr-2 pl-14 text-xs">
        <span className="min-w-0 truncate text-danger">{text(explain(row.error).message)}</span>
        <button type="button" onClick={row.retry} className="shrink-0 rounded-xs font-medium text-accent-text hover:underline">
          {source.retry}
        </button>
      </div>
    );
  if (row.kind === 'schema') return <SchemaLine row={row} on={on} />;
  if (row.kind === 'table') return <TableLine row={row} on={on} />;
  return row.kind === 'database' ? <DatabaseLine /> : <OtherLine row={row} on={on} />;
});

interface LineOf<Kind extends SelectedRow['kind']> {
  readonly row: Extract<SelectedRow, { kind: Kind }>;
  readonly on: SelectedActions;
}

function SchemaLine({ row, on }: LineOf<'schema'>) {
  const { selected: m, source } = useMessages(objectsMessages);
  const format = useFormat();
  const { schema, as, tables = [], others = [] } = row.selection;
  const counts = [
    ...(tables.length > 0 ? [source.tables(tables.length, format.count(tables.length))] : []),
    ...(others.length > 0 ? [m.others(others.length, format.count(others.length))] : []),
  ];
  return (
    <Line name={schema} onEdit={() => on.edit(row)} onRemove={() => on.remove(row)}>
      <button
        type="button"
        aria-expanded={row.open}
        aria-label={row.open ? m.close(schema) : m.open(schema)}
        onClick={() => on.open(row)}
        className="grid size-6 shrink-0 place-items-center rounded-sm text-subtle hover:text-foreground"
      >
        <ChevronRight aria-hidden className={cn('size-3.5 transition-transform duration-100', row.open && 'rotate-90')} />
      </button>
      <Database aria-hidden className="size-3.5 shrink-0 text-muted" />
      <Name name={schema} as={as} strong />
      {row.gone && <Badge tone="danger">{m.gone}</Badge>}
      <Operations operations={row.selection.operations} />
      {isWhole(row.selection) ? (
        <span title={m.wholeText} className="min-w-0 shrink-[2] truncate">
          <Badge tone="accent" className="max-w-full truncate">
            {m.whole}
          </Badge>
        </span>
      ) : (
        <span className="numeric min-w-0 shrink-[2] truncate text-subtle text-xs">{counts.join(m.separator)}</span>
      )}
    </Line>
  );
}

function TableLine({ row, on }: LineOf<'table'>) {
  const m = useMessages(objectsMessages).selected;
  const { name, as, where, columns, operations } = row.table;
  return (
    <Line name={name} onEdit={row.gone ? undefined : () => on.edit(row)} onRemove={() => on.remove(row)}>
      <Table2 aria-hidden className="ml-14 size-3.5 shrink-0 text-subtle" />
      <Name name={name} as={as} />
      {row.gone && <Badge tone="danger">{m.gone}</Badge>}
      {columns !== undefined && (
        <span title={m.columnsText} className="shrink-0">
          <Badge>{m.columns(columns.length)}</Badge>
        </span>
      )}
      <Operations operations={operations} />
      {where !== undefined && (
        <span title={where} className="shrink-0">
          <Filter role="img" aria-label={m.filtered} className="size-3.5 text-accent-text" />
        </span>
      )}
    </Line>
  );
}

/** Its own choice; nothing where it has none. */
function Operations({ operations }: { readonly operations: readonly Operation[] | undefined }) {
  const m = useMessages(operationMessages);
  const text = useText();
  if (operations === undefined) return null;
  return (
    <span title={`${m.title}: ${describeOperations(operations, m, text)}`} className="shrink-0">
      <Badge>{m.count(operations.length, OPERATION_NAMES.length)}</Badge>
    </span>
  );
}

/** Of the whole database, in no schema. */
function DatabaseLine() {
  const m = useMessages(objectsMessages).selected;
  return (
    <div className="flex h-8 items-center gap-2 pr-1 pl-1 text-sm">
      <Database aria-hidden className="ml-8 size-3.5 shrink-0 text-muted" />
      <span className="font-medium">{m.database}</span>
    </div>
  );
}

function OtherLine({ row, on }: { readonly row: Extract<SelectedRow, { kind: 'other' | 'event' }>; readonly on: SelectedActions }) {
  const { selected: m, source } = useMessages(objectsMessages);
  const kinds = useMessages(kindMessages).one;
  const name = row.kind === 'event' ? row.name : row.other.name;
  const Icon = row.kind === 'event' ? BellRing : KIND_ICONS[row.other.kind];
  const table = row.kind === 'event' ? undefined : row.other.table;
  return (
    <Line name={name} onRemove={() => on.remove(row)}>
      <Icon aria-hidden className="ml-14 size-3.5 shrink-0 text-subtle" />
      <Name name={name} as={undefined} />
      {row.gone && <Badge tone="danger">{m.gone}</Badge>}
      <span className="min-w-0 shrink-[2] truncate text-subtle text-xs">
        {row.kind === 'event' ? source.eventTrigger : kinds[row.other.kind]}
        {table !== undefined && ` ${m.onTable(table)}`}
      </span>
    </Line>
  );
}

/** The old name gives way first; the new one is what was set. */
function Name({ name, as, strong = false }: { readonly name: string; readonly as: string | undefined; readonly strong?: boolean }) {
  const m = useMessages(objectsMessages).selected;
  if (as === undefined)
    return (
      <span title={name} className={cn('min-w-0 truncate', strong && 'font-medium')}>
        {name}
      </span>
    );
  return (
    <span title={m.becomes(name, as)} className="flex min-w-0 items-center gap-1.5">
      <span className="sr-only">{m.becomes(name, as)}</span>
      <span aria-hidden className="min-w-8 shrink-[3] truncate text-subtle">
        {name}
      </span>
      <ArrowRight aria-hidden className="size-3 shrink-0 text-subtle" />
      <span aria-hidden className={cn('min-w-0 truncate', strong && 'font-medium')}>
        {as}
      </span>
    </span>
  );
}

interface LineProps {
  readonly name: string;
  /** Absent: there is nothing to set. */
  readonly onEdit?: (() => void) | undefined;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

function Line({ name, onEdit, onRemove, children }: LineProps) {
  const m = useMessages(objectsMessages).selected;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; the button at the end is for everybody.
    <div
      className="group flex h-8 items-center gap-2 rounded-md pr-1 pl-1 text-sm focus-within:bg-hover hover:bg-hover"
      onContextMenu={(event) => {
        if (onEdit === undefined) return;
        event.preventDefault();
        onEdit();
      }}
    >
      {children}
      <span className="ml-auto flex shrink-0 text-subtle">
        {onEdit !== undefined && (
          <IconButton size="sm" tooltip={false} label={m.edit(name)} title={m.edit(name)} icon={<Pencil />} onClick={onEdit} />
        )}
        <IconButton size="sm" tooltip={false} label={m.remove(name)} title={m.remove(name)} icon={<X />} onClick={onRemove} />
      </span>
    </div>
  );
}
