'use client';

import { DropdownMenu as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';

/** A menu somewhere in the window, about one line. */
export interface MenuAt<Row> {
  readonly row: Row;
  readonly x: number;
  readonly y: number;
}

export interface LineMenuProps {
  /** Null: closed. */
  readonly at: Pick<MenuAt<unknown>, 'x' | 'y'> | null;
  readonly onClose: () => void;
  readonly label: string;
  /** Gets the focus back, also from a dialog that was opened here. */
  readonly focusHome: () => void;
  readonly children: ReactNode;
}

/**
 * One menu for all lines of a list: by right click at the pointer, by its button or the keyboard at the line. Its trigger is a point
 * nobody sees or reaches; it stands for the list, to which the focus returns.
 */
export function LineMenu({ at, onClose, label, focusHome, children }: LineMenuProps) {
  const [last, setLast] = useState({ x: 0, y: 0 });
  if (at !== null && (at.x !== last.x || at.y !== last.y)) setLast({ x: at.x, y: at.y });
  return (
    <Radix.Root open={at !== null} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Radix.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          onFocus={focusHome}
          className="pointer-events-none fixed size-0 opacity-0"
          style={{ left: last.x, top: last.y }}
        />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onContextMenu={(event) => event.preventDefault()}
          className="scroll-quiet z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-pop-in overflow-y-auto rounded-lg bg-raised p-1 shadow-pop"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const INDENT = 48;

/** Where the menu of a line opens that the keyboard is on. */
export function below(lineId: string): { readonly x: number; readonly y: number } {
  const box = document.getElementById(lineId)?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + INDENT, y: box?.bottom ?? 0 };
}
