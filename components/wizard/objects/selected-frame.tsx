'use client';

import { Pencil, X } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { isFollowed, useFollowed } from './followed.ts';
import { followedMessages } from './followed-messages.ts';
import { LineMenuButton } from './line-menu-button.tsx';
import { menuMessages } from './menu-messages.ts';
import { objectsMessages } from './messages.ts';
import { levelOf, type SelectedRow } from './selected-rows.ts';

export interface SelectedActions {
  activate(row: SelectedRow): void;
  open(row: SelectedRow): void;
  edit(row: SelectedRow): void;
  remove(row: SelectedRow): void;
  menu(row: SelectedRow, at: { readonly x: number; readonly y: number }): void;
}

export interface SelectedLineProps {
  readonly row: SelectedRow;
  readonly domId: string;
  readonly active: boolean;
  /** The same object from render to render. */
  readonly on: SelectedActions;
}

interface SelectedFrameProps {
  readonly row: SelectedRow;
  readonly name: string;
  /** What a screen reader says: the name, and what is set for it. */
  readonly spoken: readonly (string | false | undefined)[];
  readonly at: Pick<SelectedLineProps, 'domId' | 'active' | 'on'>;
  /** Something can be set for it. */
  readonly editable?: boolean;
  /** It can be taken out of the selection. */
  readonly removable: boolean;
  readonly children: ReactNode;
}

/** A line of the selected objects: how it is pressed, its menu, its buttons. The buttons are for the pointer; the keyboard has Enter, Delete and the menu's keys. */
export function SelectedFrame({ row, name, spoken, at: { domId, active, on }, editable = false, removable, children }: SelectedFrameProps) {
  const m = useMessages(objectsMessages).selected;
  const menu = useMessages(menuMessages);
  const running = useMessages(followedMessages);
  const followed = useFollowed();
  const remove = isFollowed(row, followed) ? running.takeAwayOf(name) : m.remove(name);
  const shown = 'opacity-0 transition-opacity duration-100 group-hover:opacity-100 max-sm:hidden';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys for all of its lines.
    <div
      role="treeitem"
      id={domId}
      tabIndex={-1}
      aria-level={levelOf(row)}
      aria-label={spoken.filter((each) => each !== false && each !== undefined && each !== '').join(', ')}
      {...(row.kind === 'schema' ? { 'aria-expanded': row.open } : {})}
      onClick={() => on.activate(row)}
      onDoubleClick={() => editable && on.edit(row)}
      onMouseDown={(event) => event.preventDefault()}
      onContextMenu={(event) => {
        event.preventDefault();
        on.activate(row);
        on.menu(row, { x: event.clientX, y: event.clientY });
      }}
      className={cn(
        'group flex h-8 cursor-default select-none items-center gap-2 rounded-md pr-1 pl-1 text-sm hover:bg-hover',
        active &&
          'group-focus-visible/tree:bg-hover group-focus-visible/tree:outline-2 group-focus-visible/tree:outline-ring group-focus-visible/tree:-outline-offset-2',
      )}
    >
      {children}
      <span className="ml-auto flex shrink-0 items-center text-subtle">
        {editable && <Act label={m.edit(name)} icon={<Pencil />} onPress={() => on.edit(row)} className={shown} />}
        {removable && <Act label={remove} icon={<X />} onPress={() => on.remove(row)} className={shown} />}
        <LineMenuButton label={menu.of(name)} onOpen={(place) => on.menu(row, place)} />
      </span>
    </div>
  );
}

interface ActProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress: () => void;
  readonly className: string;
}

function Act({ label, icon, onPress, className }: ActProps) {
  const press = (event: MouseEvent) => {
    event.stopPropagation();
    onPress();
  };
  return (
    <IconButton size="sm" tabIndex={-1} tooltip={false} label={label} title={label} icon={icon} onClick={press} className={className} />
  );
}
