'use client';

import { BellRing, ChevronRight, Database, Filter, SlidersHorizontal, Table2 } from 'lucide-react';
import { memo } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { describeOperations, operationMessages } from '#components/task/operations.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isWhole } from '#engine/plan/select.ts';
import { OPERATION_NAMES, type Operation } from '#engine/schema/operation.ts';
import { explain } from '#lib/http/client.ts';
import { markOf, useFollowed } from './followed.ts';
import { followedMessages } from './followed-messages.ts';
import { KIND_ICONS, kindMessages } from './kinds.ts';
import { objectsMessages } from './messages.ts';
import { SelectedFrame, type SelectedLineProps } from './selected-frame.tsx';
import { SelectedName } from './selected-name.tsx';
import type { SelectedRow } from './selected-rows.ts';
import { TableMarkBadge } from './table-mark.tsx';

/** Scrolling renders the list often; a line only when it changed. */
export const SelectedLine = memo(function SelectedLine({ row, ...at }: SelectedLineProps) {
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
  if (row.kind === 'schema') return <SchemaLine row={row} at={at} />;
  if (row.kind === 'table') return <TableLine row={row} at={at} />;
  return row.kind === 'database' ? <DatabaseLine domId={at.domId} /> : <OtherLine row={row} at={at} />;
});

interface LineOf<Kind extends SelectedRow['kind']> {
  readonly row: Extract<SelectedRow, { kind: Kind }>;
  readonly at: Pick<SelectedLineProps, 'domId' | 'active' | 'on'>;
}

function SchemaLine({ row, at }: LineOf<'schema'>) {
  const { selected: m, source } = useMessages(objectsMessages);
  const format = useFormat();
  const kept = useFollowed()?.schema(row.selection.schema) === true;
  const { schema, as, tables = [], others = [] } = row.selection;
  const counts = [
    ...(tables.length > 0 ? [source.tables(tables.length, format.count(tables.length))] : []),
    ...(others.length > 0 ? [m.others(others.length, format.count(others.length))] : []),
  ];
  const whole = isWhole(row.selection);
  const spoken = [as === undefined ? schema : m.becomes(schema, as), row.gone && m.gone, whole ? m.whole : counts.join(m.separator)];
  return (
    <SelectedFrame row={row} name={schema} spoken={spoken} at={at} editable={!kept} removable>
      <button
        type="button"
        tabIndex={-1}
        aria-label={row.open ? m.close(schema) : m.open(schema)}
        onClick={(event) => {
          event.stopPropagation();
          at.on.activate(row);
          at.on.open(row);
        }}
        className="grid size-6 shrink-0 place-items-center rounded-sm text-subtle hover:text-foreground"
      >
        <ChevronRight aria-hidden className={cn('size-3.5 transition-transform duration-100', row.open && 'rotate-90')} />
      </button>
      <Database aria-hidden className="size-3.5 shrink-0 text-muted" />
      <SelectedName name={schema} as={as} strong />
      {row.gone && <Badge tone="danger">{m.gone}</Badge>}
      <Operations operations={row.selection.operations} />
      {whole ? (
        <span title={m.wholeText} className="min-w-0 shrink-[2] truncate">
          <Badge tone="accent" className="max-w-full truncate">
            {m.whole}
          </Badge>
        </span>
      ) : (
        <span className="numeric min-w-0 shrink-[2] truncate text-subtle text-xs">{counts.join(m.separator)}</span>
      )}
    </SelectedFrame>
  );
}

function TableLine({ row, at }: LineOf<'table'>) {
  const m = useMessages(objectsMessages).selected;
  const { marks } = useMessages(followedMessages);
  const { name, as, where, columns, operations } = row.table;
  const mark = markOf(useFollowed(), { schema: row.schema, name }, true);
  const spoken = [
    as === undefined ? name : m.becomes(name, as),
    mark !== null && marks[mark],
    row.gone && m.gone,
    columns !== undefined && m.columns(columns.length),
    where !== undefined && m.filtered,
    row.model && m.parameters,
  ];
  return (
    <SelectedFrame row={row} name={name} spoken={spoken} at={at} editable={!row.gone && mark !== 'followed'} removable>
      <Table2 aria-hidden className="ml-14 size-3.5 shrink-0 text-subtle" />
      <SelectedName name={name} as={as} />
      <TableMarkBadge mark={mark} />
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
      {row.model && (
        <span title={m.parameters} className="shrink-0">
          <SlidersHorizontal role="img" aria-label={m.parameters} className="size-3.5 text-accent-text" />
        </span>
      )}
    </SelectedFrame>
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
function DatabaseLine({ domId }: { readonly domId: string }) {
  const m = useMessages(objectsMessages).selected;
  return (
    <div role="treeitem" id={domId} tabIndex={-1} aria-level={1} aria-expanded className="flex h-8 items-center gap-2 pr-1 pl-1 text-sm">
      <Database aria-hidden className="ml-8 size-3.5 shrink-0 text-muted" />
      <span className="font-medium">{m.database}</span>
    </div>
  );
}

function OtherLine({ row, at }: LineOf<'other' | 'event'>) {
  const { selected: m, source } = useMessages(objectsMessages);
  const kinds = useMessages(kindMessages).one;
  const running = useFollowed() !== null;
  const name = row.kind === 'event' ? row.name : row.other.name;
  const Icon = row.kind === 'event' ? BellRing : KIND_ICONS[row.other.kind];
  const table = row.kind === 'event' ? undefined : row.other.table;
  const what = row.kind === 'event' ? source.eventTrigger : `${kinds[row.other.kind]}${table === undefined ? '' : ` ${m.onTable(table)}`}`;
  return (
    <SelectedFrame row={row} name={name} spoken={[name, what, row.gone && m.gone]} at={at} removable={!running}>
      <Icon aria-hidden className="ml-14 size-3.5 shrink-0 text-subtle" />
      <SelectedName name={name} as={undefined} />
      {row.gone && <Badge tone="danger">{m.gone}</Badge>}
      <span className="min-w-0 shrink-[2] truncate text-subtle text-xs">{what}</span>
    </SelectedFrame>
  );
}
