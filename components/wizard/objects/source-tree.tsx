'use client';

import { RefreshCw } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { explain } from '#lib/http/client.ts';
import { useRefresh, useSchemas, useTables } from './browse.ts';
import { objectsMessages } from './messages.ts';
import { Panel } from './panel.tsx';
import type { Selection } from './selection.ts';
import { type LineActions, SourceLine } from './source-line.tsx';
import { type SourceRow, schemaRowId, sourceRows } from './source-rows.ts';
import { treeKey } from './tree-keys.ts';
import { VirtualList } from './virtual-list.tsx';

const NONE: readonly never[] = [];

/** What the source holds, to choose from. */
export function SourceTree({ selection }: { readonly selection: Selection }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  const schemas = useSchemas();
  const refresh = useRefresh();
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const domId = useId();
  const scrollTo = useRef<((index: number) => void) | null>(null);

  const all = schemas.data ?? NONE;
  const { objects } = selection;
  // Until someone opens or closes: a schema that stands alone, and those of which only a part is selected.
  const [first] = useState(objects);
  const open = useMemo(() => {
    const partly = first.filter(({ tables }) => tables !== undefined).map(({ schema }) => schema);
    return opened ?? new Set((all.length === 1 ? all.map(({ name }) => name) : partly).map(schemaRowId));
  }, [opened, all, first]);
  const searching = search.trim() !== '';
  const read = useMemo(
    () => all.filter(({ name }) => searching || open.has(schemaRowId(name))).map(({ name }) => name),
    [all, searching, open],
  );
  const tables = useTables(read);
  const rows = useMemo(() => sourceRows({ schemas: all, tables, objects, open, search }), [all, tables, objects, open, search]);

  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );
  const unread = read.filter((schema) => tables.get(schema)?.state === 'loading').length;

  const setOpen = (row: SourceRow, to: boolean) => {
    const next = new Set(open);
    if (to) next.add(row.id);
    else next.delete(row.id);
    setOpened(next);
  };
  const toggle = (row: SourceRow) => {
    if (row.kind === 'schema') selection.toggleSchema(row.schema.name);
    const loaded = row.kind === 'table' ? tables.get(row.table.schema) : undefined;
    if (row.kind === 'table' && !row.along && loaded?.state === 'loaded') selection.toggleTable(row.table, loaded.tables);
  };
  const goTo = (index: number) => {
    setActive(rows[index]?.id ?? null);
    scrollTo.current?.(index);
  };

  const found = rows.filter(({ kind }) => kind === 'schema' || kind === 'table').length;
  const note = !searching ? (
    schemas.data !== undefined && m.schemas(all.length, format.count(all.length))
  ) : unread > 0 ? (
    <span className="flex items-center gap-1.5">
      <Spinner className="size-3" />
      {m.searching(unread)}
    </span>
  ) : (
    m.found(found)
  );
  const acts = useRef<LineActions>({ activate: () => {}, toggle: () => {}, open: () => {} });
  acts.current = {
    activate: (each) => setActive(each.id),
    toggle,
    open: (each) => 'open' in each && setOpen(each, !each.open),
  };
  const [on] = useState<LineActions>(() => ({
    activate: (each) => acts.current.activate(each),
    toggle: (each) => acts.current.toggle(each),
    open: (each) => acts.current.open(each),
  }));
  const line = (index: number) => {
    const row = rows[index];
    return row === undefined ? null : <SourceLine row={row} domId={`${domId}${index}`} active={index === at} on={on} />;
  };

  return (
    <Panel
      title={m.title}
      note={note}
      actions={
        <IconButton
          size="sm"
          label={m.refresh}
          icon={<RefreshCw className={schemas.isFetching ? 'animate-spin' : undefined} />}
          onClick={() => void refresh()}
        />
      }
      bar={
        <div className="shrink-0 border-b px-2 py-2">
          <SearchInput value={search} onValueChange={setSearch} placeholder={m.search} />
        </div>
      }
    >
      {schemas.isPending ? (
        <Waiting />
      ) : schemas.isError ? (
        <Failed error={schemas.error} onRetry={() => void schemas.refetch()} />
      ) : rows.length === 0 ? (
        <p className="px-6 py-12 text-center text-muted text-sm">{searching ? (unread > 0 ? m.reading : m.nothing) : m.noSchemas}</p>
      ) : (
        <VirtualList
          role="tree"
          tabIndex={0}
          aria-label={`${m.title}. ${m.help}`}
          aria-multiselectable
          aria-activedescendant={`${domId}${at}`}
          onKeyDown={(event) => treeKey(event, rows, at, { goTo, open: setOpen, toggle })}
          itemRole="presentation"
          className="group/tree outline-none"
          count={rows.length}
          keyOf={(index) => rows[index]?.id ?? String(index)}
          row={line}
          scrollTo={scrollTo}
        />
      )}
    </Panel>
  );
}

function Waiting() {
  const widths = ['w-24', 'w-32', 'w-20', 'w-28', 'w-36'];
  return (
    <div className="flex flex-col gap-4 px-5 py-4">
      {widths.map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  );
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const m = useMessages(objectsMessages).source;
  const text = useText();
  const { message, hint } = explain(error);
  return (
    <div className="p-3">
      <Callout tone="danger" title={m.failed} action={<Button onClick={onRetry}>{m.retry}</Button>}>
        <p>{text(message)}</p>
        <p>{text(hint)}</p>
      </Callout>
    </div>
  );
}
