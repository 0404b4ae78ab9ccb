'use client';

import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { explain } from '#lib/http/client.ts';
import { kindMessages } from './kinds.ts';
import { objectsMessages } from './messages.ts';
import type { PartCounts, SourceRow } from './source-rows.ts';

type RowOf<Kind extends SourceRow['kind']> = Extract<SourceRow, { kind: Kind }>;

export function SchemaFacts({ row: { schema, found } }: { readonly row: RowOf<'schema'> }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  const { tableCount } = schema;
  return (
    <span className="numeric ml-auto shrink-0 pl-2 text-subtle text-xs">
      {found === null ? m.tables(tableCount, format.count(tableCount)) : m.found(found, format.count(found))}
    </span>
  );
}

/** How many are in a group; nothing where none of them is meant. */
export function Tally({ count }: { readonly count: number }) {
  const format = useFormat();
  return count > 0 && <span className="numeric shrink-0 text-subtle text-xs">{format.count(count)}</span>;
}

export function OtherFacts({ row: { object, selection, parts } }: { readonly row: RowOf<'other'> }) {
  const m = useMessages(objectsMessages).source;
  const kinds = useMessages(kindMessages).one;
  return (
    <>
      {object.refused !== null && <Badge>{m.refused}</Badge>}
      <PartBadges parts={parts} />
      <span className="ml-auto shrink-0 pl-2 text-subtle text-xs">{kinds[selection.kind]}</span>
    </>
  );
}

export function TableFacts({ row: { table, partitions, parts } }: { readonly row: RowOf<'table'> }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  const routes = table.kind === 'partitioned' || partitions > 0;
  return (
    <>
      {routes && <Badge>{partitions > 0 ? m.partitions(partitions) : m.partitioned}</Badge>}
      {table.kind === 'partition' && <Badge>{m.partition}</Badge>}
      <PartBadges parts={parts} />
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

function PartBadges({ parts: { triggers, rules } }: { readonly parts: PartCounts }) {
  const m = useMessages(objectsMessages).source;
  return (
    <>
      {triggers > 0 && <Badge>{m.triggers(triggers)}</Badge>}
      {rules > 0 && <Badge>{m.rules(rules)}</Badge>}
    </>
  );
}

export function WaitingLine() {
  return (
    <div className="flex h-8 items-center gap-3 pl-14">
      <Skeleton className="size-4" />
      <Skeleton className="h-3 w-40" />
    </div>
  );
}

export function FailedLine({ row }: { readonly row: RowOf<'failed'> }) {
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
