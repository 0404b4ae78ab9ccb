'use client';

import { ChevronsDownUp, ChevronsUpDown, RefreshCw } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { explain } from '#lib/http/client.ts';
import { type Loaded, useRefresh } from './browse.ts';
import { mayToggle, useFollowed } from './followed.ts';
import { below, type MenuAt } from './line-menu.tsx';
import { objectsMessages } from './messages.ts';
import { Panel } from './panel.tsx';
import { ProposalStrip } from './proposal-strip.tsx';
import type { Selection, Things } from './selection.ts';
import { type LineActions, SourceLine } from './source-line.tsx';
import { SourceMenu } from './source-menu.tsx';
import { nameOfRow, opens, type SourceRow } from './source-rows.ts';
import { type TreeLine, type TreeMoves, type Typed, treeKey } from './tree-keys.ts';
import { useSourceTree } from './use-source-tree.ts';
import { VirtualList } from './virtual-list.tsx';

/** What the source holds, to choose from. */
export function SourceTree({ selection }: { readonly selection: Selection }) {
  const m = useMessages(objectsMessages).source;
  const format = useFormat();
  const tree = useSourceTree(selection);
  const { schemas, rows, contents, searching, asking } = tree;
  const refresh = useRefresh();
  const followed = useFollowed();
  const [active, setActive] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuAt<SourceRow> | null>(null);
  const domId = useId();
  const treeId = `${domId}tree`;
  const scrollTo = useRef<((index: number) => void) | null>(null);
  const typed = useRef<Typed>({ letters: '', until: 0 });
  const focusTree = () => document.getElementById(treeId)?.focus();

  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );
  const lastAt = useRef(at);
  lastAt.current = at;

  const toggle = (row: SourceRow) => mayToggle(row, followed) && toggleRow(row, contents, selection);
  const rowsAt = (indexes: readonly number[]) => indexes.flatMap((index) => rows[index] ?? []);
  const act = (index: number, does: (row: SourceRow) => void) => rowsAt([index]).forEach(does);
  const moves: TreeMoves = {
    goTo: (index) => {
      setActive(rows[index]?.id ?? null);
      scrollTo.current?.(index);
    },
    open: (indexes, to) => tree.setOpen(rowsAt(indexes), to),
    space: (index) => act(index, (row) => void (row.kind === 'failed' ? row.retry() : toggle(row))),
    enter: (index) => act(index, (row) => void (opens(row) ? tree.setOpen([row], !row.open) : toggle(row))),
    menu: (index) => act(index, (row) => 'box' in row && setMenu({ row, ...below(`${domId}${index}`) })),
  };
  const acts = useRef<LineActions>({ activate: () => {}, toggle: () => {}, open: () => {}, menu: () => {} });
  acts.current = {
    activate: (each) => setActive(each.id),
    toggle,
    open: (each) => 'open' in each && tree.setOpen([each], !each.open),
    menu: (row, place) => setMenu({ row, ...place }),
  };
  const [on] = useState<LineActions>(() => ({
    activate: (each) => acts.current.activate(each),
    toggle: (each) => acts.current.toggle(each),
    open: (each) => acts.current.open(each),
    menu: (each, place) => acts.current.menu(each, place),
  }));
  const line = (index: number) => {
    const row = rows[index];
    return row === undefined ? null : <SourceLine row={row} domId={`${domId}${index}`} active={index === at} on={on} />;
  };
  const note = !searching ? (
    schemas.data !== undefined && m.schemas(tree.all.length, format.count(tree.all.length))
  ) : asking ? (
    <span className="flex items-center gap-1.5">
      <Spinner className="size-3" />
      {m.searching}
    </span>
  ) : (
    m.found(tree.found, format.count(tree.found))
  );

  return (
    <Panel
      title={m.title}
      note={note}
      actions={
        <span className="flex">
          <IconButton size="sm" label={m.expandAll} icon={<ChevronsUpDown />} onClick={() => tree.openAll(true)} />
          <IconButton size="sm" label={m.collapseAll} icon={<ChevronsDownUp />} onClick={() => tree.openAll(false)} />
          <IconButton
            size="sm"
            label={m.refresh}
            icon={<RefreshCw className={schemas.isFetching ? 'animate-spin' : undefined} />}
            onClick={() => void refresh()}
          />
        </span>
      }
      bar={
        <div className="flex shrink-0 items-center gap-3 border-b py-2 pr-3 pl-2">
          <SearchInput value={tree.search} onValueChange={tree.setSearch} placeholder={m.search} className="min-w-0 flex-1" />
          <Checkbox label={m.selectedOnly} checked={tree.selectedOnly} onCheckedChange={tree.setSelectedOnly} className="shrink-0" />
        </div>
      }
      foot={
        // What is proposed are mostly other objects than tables, which a task that runs does not take.
        followed === null && (
          <ProposalStrip selection={selection} onShown={() => scrollTo.current?.(lastAt.current)} onAnswered={focusTree} />
        )
      }
    >
      {schemas.isPending ? (
        <Waiting />
      ) : schemas.isError ? (
        <Failed error={schemas.error} onRetry={() => void schemas.refetch()} />
      ) : tree.searchError !== null ? (
        <Failed title={m.searchFailed} error={tree.searchError} onRetry={tree.searchAgain} />
      ) : rows.length === 0 ? (
        <p className="px-6 py-12 text-center text-muted text-sm">
          {asking ? m.reading : tree.selectedOnly ? m.noneSelected : searching ? m.nothing : m.noSchemas}
        </p>
      ) : (
        <VirtualList
          id={treeId}
          role="tree"
          tabIndex={0}
          aria-label={`${m.title}. ${m.help}`}
          aria-multiselectable
          aria-activedescendant={`${domId}${at}`}
          onKeyDown={(event) =>
            treeKey(event, { count: rows.length, at, line: (index) => treeLine(rows[index]), moves, typed: typed.current })
          }
          onContextMenu={(event) => event.preventDefault()}
          itemRole="presentation"
          className="group/tree outline-none"
          count={rows.length}
          keyOf={(index) => rows[index]?.id ?? String(index)}
          row={line}
          scrollTo={scrollTo}
        />
      )}
      <SourceMenu
        at={menu}
        onClose={() => setMenu(null)}
        focusHome={focusTree}
        toggle={toggle}
        open={(row, to) => tree.setOpen([row], to)}
      />
    </Panel>
  );
}

function treeLine(row: SourceRow | undefined): TreeLine | undefined {
  if (row === undefined) return undefined;
  return { id: row.id, level: row.level, open: opens(row) ? row.open : undefined, label: nameOfRow(row) };
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

interface FailedProps {
  readonly title?: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function Failed({ title, error, onRetry }: FailedProps) {
  const m = useMessages(objectsMessages).source;
  const text = useText();
  const { message, hint } = explain(error);
  return (
    <div className="p-3">
      <Callout tone="danger" title={title ?? m.failed} action={<Button onClick={onRetry}>{m.retry}</Button>}>
        <p>{text(message)}</p>
        <p>{text(hint)}</p>
      </Callout>
    </div>
  );
}
