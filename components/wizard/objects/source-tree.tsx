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
import { isWhole } from '#engine/plan/select.ts';
import { explain } from '#lib/http/client.ts';
import { type Loaded, useContents, useEventTriggers, useRefresh, useSchemas } from './browse.ts';
import { objectsMessages } from './messages.ts';
import { Panel } from './panel.tsx';
import { ProposalStrip } from './proposal-strip.tsx';
import type { Selection, Things } from './selection.ts';
import { type LineActions, SourceLine } from './source-line.tsx';
import { canToggle, type SourceRow, schemaRowId, sourceRows } from './source-rows.ts';
import { treeKey } from './tree-keys.ts';
import { VirtualList } from './virtual-list.tsx';

const NONE: readonly never[] = [];
const FOUND: ReadonlySet<SourceRow['kind']> = new Set(['schema', 'table', 'other', 'event']);

/** What the source holds, to choose from. */
export function SourceTree({ selection }: { readonly selection: Selection }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  const schemas = useSchemas();
  const refresh = useRefresh();
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const domId = useId();
  const treeId = `${domId}tree`;
  const scrollTo = useRef<((index: number) => void) | null>(null);

  const all = schemas.data ?? NONE;
  const { objects, eventTriggers } = selection;
  const triggers = useEventTriggers().data ?? NONE;
  // Until someone opens or closes: a schema that stands alone, and those of which only a part is selected.
  const [first] = useState(objects);
  const turned = useMemo(() => {
    const partly = first.filter((object) => !isWhole(object)).map(({ schema }) => schema);
    const atFirst = all.length === 1 ? all.map(({ name }) => name) : partly;
    return new Map([...atFirst.map((name) => [schemaRowId(name), true] as const), ...opened]);
  }, [opened, all, first]);
  const searching = search.trim() !== '';
  const read = useMemo(
    () => all.filter(({ name }) => searching || turned.get(schemaRowId(name)) === true).map(({ name }) => name),
    [all, searching, turned],
  );
  const contents = useContents(read);
  const rows = useMemo(
    () => sourceRows({ schemas: all, contents, objects, eventTriggers: { names: triggers, chosen: eventTriggers }, turned, search }),
    [all, contents, objects, triggers, eventTriggers, turned, search],
  );

  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );
  const lastAt = useRef(at);
  lastAt.current = at;
  const unread = read.filter((schema) => contents.get(schema)?.state === 'loading').length;

  const setOpen = (row: SourceRow, to: boolean) => setOpened(new Map([...opened, [row.id, to]]));
  const toggle = (row: SourceRow) => canToggle(row) && toggleRow(row, contents, selection);
  const goTo = (index: number) => {
    setActive(rows[index]?.id ?? null);
    scrollTo.current?.(index);
  };

  const found = rows.filter(({ kind }) => FOUND.has(kind)).length;
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
      foot={
        <ProposalStrip
          selection={selection}
          onShown={() => scrollTo.current?.(lastAt.current)}
          onAnswered={() => document.getElementById(treeId)?.focus()}
        />
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
          id={treeId}
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

function toggleRow(row: SourceRow, contents: ReadonlyMap<string, Loaded>, selection: Selection): void {
  if (!('box' in row)) return;
  const on = row.box !== 'on';
  if (row.kind === 'schema') selection.toggleSchema(row.schema.name);
  else if (row.kind === 'events') selection.setEventTriggers(row.names, on);
  else if (row.kind === 'event') selection.setEventTriggers([row.name], on);
  else {
    const schema = row.kind === 'table' ? row.table.schema : row.schema;
    const held = contents.get(schema);
    if (held?.state === 'loaded') selection.set({ schema, held }, thingsOf(row), on);
  }
}

function thingsOf(row: Extract<SourceRow, { kind: 'table' | 'other' | 'group' }>): Things {
  if (row.kind === 'group') return row.things;
  return row.kind === 'table' ? { tables: [row.table], others: [] } : { tables: [], others: [row.selection] };
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
