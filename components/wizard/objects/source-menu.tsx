'use client';

import { ChevronsDownUp, ChevronsUpDown, Copy, Square, SquareCheck } from 'lucide-react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { toClipboard } from '#components/ui/copy-button.tsx';
import { DropdownItem } from '#components/ui/dropdown-menu.tsx';
import { displayName } from '#engine/schema/table.ts';
import { markOf, mayToggle, useFollowed } from './followed.ts';
import { followedMessages } from './followed-messages.ts';
import { LineMenu, type MenuAt } from './line-menu.tsx';
import { menuMessages } from './menu-messages.ts';
import { nameOfRow, opens, type SourceRow } from './source-rows.ts';

export interface SourceMenuProps {
  readonly at: MenuAt<SourceRow> | null;
  readonly onClose: () => void;
  readonly focusHome: () => void;
  readonly toggle: (row: SourceRow) => void;
  readonly open: (row: SourceRow, to: boolean) => void;
}

/** What can be done about one line of the source. */
export function SourceMenu({ at, onClose, focusHome, toggle, open }: SourceMenuProps) {
  const m = useMessages(menuMessages);
  const running = useMessages(followedMessages);
  const followed = useFollowed();
  const row = at?.row;
  const name = row === undefined ? '' : copied(row);
  const mark = row?.kind === 'table' ? markOf(followed, row.table, row.box === 'on') : null;
  const copy = async () => {
    if (await toClipboard(name)) toast.success(m.copied(name));
    else toast.error(m.copyFailed);
  };
  return (
    <LineMenu at={at} onClose={onClose} label={m.title} focusHome={focusHome}>
      {row !== undefined && (
        <>
          {'box' in row && mayToggle(row, followed) && (
            <DropdownItem icon={row.box === 'on' ? <Square /> : <SquareCheck />} onSelect={() => toggle(row)}>
              {row.kind === 'table' && mark !== null ? running.verbs[mark] : row.box === 'on' ? m.deselect : m.select}
            </DropdownItem>
          )}
          {opens(row) && (
            <DropdownItem icon={row.open ? <ChevronsDownUp /> : <ChevronsUpDown />} onSelect={() => open(row, !row.open)}>
              {row.open ? m.collapse : m.expand}
            </DropdownItem>
          )}
          {name !== '' && (
            <DropdownItem icon={<Copy />} onSelect={() => void copy()}>
              {m.copy}
            </DropdownItem>
          )}
        </>
      )}
    </LineMenu>
  );
}

/** With its schema, as SQL and the search have it. */
function copied(row: SourceRow): string {
  const name = nameOfRow(row);
  if (row.kind === 'table') return displayName(row.table);
  return row.kind === 'other' ? displayName({ schema: row.schema, name }) : name;
}
