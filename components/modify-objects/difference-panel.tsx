'use client';

import { Filter, Minus, Plus, Undo2 } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { useDraft } from '#components/wizard/draft.tsx';
import { VirtualList } from '#components/wizard/objects/virtual-list.tsx';
import { choose, leaveOut } from '#engine/plan/select.ts';
import { displayName, type TableName, tableId } from '#engine/schema/table.ts';
import type { AddedTable, ContentsOf, Difference } from './difference.ts';
import { modifyMessages } from './messages.ts';
import { useSummary } from './use-difference.ts';

export interface DifferencePanelProps {
  readonly difference: Difference;
  readonly contents: ContentsOf;
}

/** What is changed against the running task, table by table, each to be undone. As high with no change as with a thousand. */
export function DifferencePanel({ difference, contents }: DifferencePanelProps) {
  const m = useMessages(modifyMessages);
  const { task, change } = useDraft();
  const summary = useSummary();
  const { added, removed, unread } = difference;
  const lines = [...added.map((table): Line => ({ kind: 'added', table })), ...removed.map((table): Line => ({ kind: 'removed', table }))];
  const undo = ({ kind, table }: Line) => {
    const { schema, name } = table;
    change((before) => {
      const objects =
        kind === 'removed'
          ? choose(before.objects, schema, { tables: [name] })
          : leaveOut(before.objects, { schema, contents: contents(schema) ?? NOTHING }, { tables: [name] });
      return { ...before, objects };
    });
  };
  return (
    <section aria-label={m.changes} className="flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b pr-2 pl-4">
        <h3 className="shrink-0 font-semibold text-sm">{m.changes}</h3>
        <div className="numeric min-w-0 flex-1 truncate text-muted text-xs">
          {summary({ added: added.length, removed: removed.length })}
        </div>
        <Button
          size="sm"
          variant="ghost"
          disabled={lines.length + unread.length === 0}
          onClick={() => change((before) => ({ ...before, objects: task.config.objects }))}
        >
          {m.undoAll}
        </Button>
      </header>
      <div className="relative h-42">
        {lines.length > 0 ? (
          <VirtualList
            role="list"
            tabIndex={0}
            aria-label={m.changes}
            itemRole="listitem"
            count={lines.length}
            keyOf={(index) => keyOf(lines[index])}
            row={(index) => {
              const line = lines[index];
              return line === undefined ? null : <ChangeLine line={line} onUndo={() => undo(line)} />;
            }}
          />
        ) : (
          <div className="flex h-full flex-col items-center justify-center gap-0.5 px-6 text-center">
            {unread.length > 0 ? (
              <p className="flex items-center gap-2 text-muted text-sm">
                <Spinner className="size-3.5" />
                {m.reading}
              </p>
            ) : (
              <>
                <p className="font-medium text-sm">{m.none}</p>
                <p className="max-w-lg text-balance text-muted text-sm">{m.noneText}</p>
              </>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

const NOTHING = { tables: [], others: [] };

type Line = { readonly kind: 'added'; readonly table: AddedTable } | { readonly kind: 'removed'; readonly table: TableName };

function keyOf(line: Line | undefined): string {
  return line === undefined ? '' : `${line.kind} ${tableId(line.table)}`;
}

function ChangeLine({ line, onUndo }: { readonly line: Line; readonly onUndo: () => void }) {
  const m = useMessages(modifyMessages);
  const { kind, table } = line;
  const name = displayName(table);
  const Icon = kind === 'added' ? Plus : Minus;
  const set = line.kind === 'added' ? line.table.selection : null;
  return (
    <div className="flex h-8 items-center gap-2 rounded-md pr-1 pl-2.5 text-sm hover:bg-hover">
      <Icon aria-hidden className={cn('size-3.5 shrink-0', kind === 'added' ? 'text-accent-text' : 'text-danger')} />
      <span title={name} className="min-w-0 truncate">
        {name}
      </span>
      <span className="sr-only">{kind === 'added' ? m.addedTitle : m.removedTitle}</span>
      {set?.as !== undefined && <span className="min-w-0 truncate text-muted text-xs">{m.becomes(set.as)}</span>}
      {set?.columns !== undefined && <Badge>{m.columns(set.columns.length)}</Badge>}
      {set?.where !== undefined && (
        <span title={set.where} className="shrink-0">
          <Filter role="img" aria-label={m.filter} className="size-3.5 text-accent-text" />
        </span>
      )}
      <IconButton
        size="sm"
        tooltip={false}
        label={m.undo(name)}
        title={m.undo(name)}
        icon={<Undo2 />}
        onClick={onUndo}
        className="ml-auto"
      />
    </div>
  );
}
