'use client';

import { BellRing, ChevronRight, Database, type LucideIcon } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { markOf, mayToggle, useFollowed } from './followed.ts';
import { followedMessages } from './followed-messages.ts';
import { KIND_ICONS, kindMessages } from './kinds.ts';
import { LineMenuButton } from './line-menu-button.tsx';
import { menuMessages } from './menu-messages.ts';
import { objectsMessages } from './messages.ts';
import { FailedLine, OtherFacts, SchemaFacts, TableFacts, Tally, WaitingLine } from './source-facts.tsx';
import { canToggle, opens, type SourceRow } from './source-rows.ts';
import { TableMarkBadge } from './table-mark.tsx';
import { TreeBox } from './tree-box.tsx';

export interface LineActions {
  activate(row: SourceRow): void;
  toggle(row: SourceRow): void;
  open(row: SourceRow): void;
  menu(row: SourceRow, at: { readonly x: number; readonly y: number }): void;
}

export interface SourceLineProps {
  readonly row: SourceRow;
  readonly domId: string;
  readonly active: boolean;
  /** The same object from render to render. */
  readonly on: LineActions;
}

const INDENT = ['', 'pl-1', 'pl-6', 'pl-11', 'pl-16', 'pl-21', 'pl-26'] as const;

type BoxRow = Extract<SourceRow, { box: unknown }>;

/** Scrolling renders the list often; a line only when it changed. */
export const SourceLine = memo(function SourceLine(props: SourceLineProps) {
  const { row } = props;
  const m = useMessages(objectsMessages).source;
  if (row.kind === 'waiting') return <WaitingLine />;
  if (row.kind === 'failed') return <FailedLine row={row} />;
  if (row.kind === 'empty') return <div className="flex h-8 items-center pl-12 text-subtle text-xs">{m.noObjects}</div>;
  return <BoxLine {...props} row={row} />;
});

function BoxLine({ row, domId, active, on }: SourceLineProps & { readonly row: BoxRow }) {
  const text = useText();
  const { name, spoken, icon: Icon, facts } = useParts(row);
  const m = useMessages(objectsMessages).source;
  const menu = useMessages(menuMessages);
  const followed = useFollowed();
  const running = useMessages(followedMessages);
  const closed = !mayToggle(row, followed);
  const along = row.kind === 'table' && row.along;
  const refused = row.kind === 'other' ? row.object.refused : null;
  // Only what could be pressed in a draft has this reason; the others have their own.
  const fixed = closed && canToggle(row) ? (row.kind === 'schema' ? running.openSchema : running.onlyTables) : undefined;
  const note = along ? m.along : refused === null ? fixed : `${text(refused.cause)} ${text(refused.fix)}`;
  const mayOpen = opens(row);
  const heads = row.kind === 'schema' || row.kind === 'group' || row.kind === 'events';
  const press = (event: MouseEvent) => {
    on.activate(row);
    const target = event.target instanceof Element ? event.target : null;
    const onBox = target?.closest('[data-box]') != null;
    if (target?.closest('[data-opener]') || (heads && !onBox)) on.open(row);
    else if (!closed) on.toggle(row);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys for all of its lines.
    <div
      role="treeitem"
      id={domId}
      tabIndex={-1}
      aria-level={row.level}
      aria-checked={row.box === 'mixed' ? 'mixed' : row.box === 'on'}
      // What only opens is no dead line, although its box cannot be pressed.
      aria-disabled={(closed && !(mayOpen && fixed !== undefined)) || undefined}
      aria-label={spoken}
      aria-description={note}
      {...(mayOpen ? { 'aria-expanded': row.open } : {})}
      title={note}
      onClick={press}
      onMouseDown={(event) => event.preventDefault()}
      onContextMenu={(event) => {
        event.preventDefault();
        on.activate(row);
        on.menu(row, { x: event.clientX, y: event.clientY });
      }}
      className={cn(
        'flex h-8 cursor-pointer select-none items-center gap-2 rounded-md pr-2 text-sm hover:bg-hover',
        INDENT[Math.min(row.level, INDENT.length - 1)],
        active &&
          'group-focus-visible/tree:bg-hover group-focus-visible/tree:outline-2 group-focus-visible/tree:outline-ring group-focus-visible/tree:-outline-offset-2',
        closed && !mayOpen && 'cursor-default',
      )}
    >
      <span data-opener={mayOpen ? '' : undefined} className="grid h-8 w-5 shrink-0 place-items-center text-subtle">
        {mayOpen && <ChevronRight aria-hidden className={cn('size-3.5 transition-transform duration-100', row.open && 'rotate-90')} />}
      </span>
      <span data-box className="-m-2 grid shrink-0 place-items-center p-2">
        <TreeBox state={row.box} disabled={closed} />
      </span>
      <Icon aria-hidden className={cn('ml-0.5 size-3.5 shrink-0', heads && row.level === 1 ? 'text-muted' : 'text-subtle')} />
      <span
        title={note === undefined ? name : undefined}
        className={cn('min-w-0 truncate', heads && row.level === 1 && 'font-medium', refused !== null && 'text-subtle')}
      >
        {name}
      </span>
      <span className="flex flex-auto items-center gap-2">{facts}</span>
      <LineMenuButton label={menu.of(name)} onOpen={(place) => on.menu(row, place)} className="-mr-1" />
    </div>
  );
}

interface Parts {
  readonly name: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly icon: LucideIcon;
  readonly facts: ReactNode;
}

function useParts(row: BoxRow): Parts {
  const m = useMessages(objectsMessages).source;
  const kinds = useMessages(kindMessages);
  const { marks } = useMessages(followedMessages);
  const followed = useFollowed();
  switch (row.kind) {
    case 'schema':
      return { name: row.schema.name, spoken: row.schema.name, icon: Database, facts: <SchemaFacts row={row} /> };
    case 'group': {
      const name = kinds.many[row.of];
      return { name, spoken: name, icon: KIND_ICONS[row.of], facts: <Tally count={row.count} /> };
    }
    case 'table': {
      const { name } = row.table;
      const mark = row.along ? null : markOf(followed, row.table, row.box === 'on');
      const facts = (
        <>
          <TableMarkBadge mark={mark} />
          <TableFacts row={row} />
        </>
      );
      return { name, spoken: mark === null ? name : `${name}, ${marks[mark]}`, icon: KIND_ICONS.table, facts };
    }
    case 'other': {
      const { name, kind } = row.selection;
      return { name, spoken: `${name}, ${kinds.one[kind]}`, icon: KIND_ICONS[kind], facts: <OtherFacts row={row} /> };
    }
    case 'events':
      return { name: m.events, spoken: m.events, icon: BellRing, facts: <Tally count={row.names.length} /> };
    case 'event':
      return { name: row.name, spoken: `${row.name}, ${m.eventTrigger}`, icon: BellRing, facts: null };
  }
}
