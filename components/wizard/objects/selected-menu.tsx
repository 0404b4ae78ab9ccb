'use client';

import { ChevronsDownUp, ChevronsUpDown, Columns3, Copy, Filter, ListChecks, Pencil, RotateCcw, SlidersHorizontal, X } from 'lucide-react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { toClipboard } from '#components/ui/copy-button.tsx';
import { DropdownItem, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { displayName } from '#engine/schema/table.ts';
import { isFollowed, useFollowed } from './followed.ts';
import { followedMessages } from './followed-messages.ts';
import { LineMenu, type MenuAt } from './line-menu.tsx';
import { menuMessages } from './menu-messages.ts';
import { isEditedRow, nameOfSelected, type SelectedRow } from './selected-rows.ts';
import type { Section } from './table/section.tsx';

export interface SelectedMenuProps {
  readonly at: MenuAt<SelectedRow> | null;
  readonly onClose: () => void;
  readonly focusHome: () => void;
  readonly edit: (row: SelectedRow, section: Section) => void;
  readonly open: (row: SelectedRow) => void;
  readonly reset: (row: SelectedRow) => void;
  readonly remove: (row: SelectedRow) => void;
  /** Changes are followed, so operations can be chosen. */
  readonly follows: boolean;
  /** Tables are made in SelectDB, and have parameters there. */
  readonly hasParameters: boolean;
}

/** What can be set for one selected line, and everything else that can be done about it. */
export function SelectedMenu(props: SelectedMenuProps) {
  const { at, onClose, focusHome, edit, open, reset, remove, follows, hasParameters } = props;
  const m = useMessages(menuMessages);
  const running = useMessages(followedMessages);
  const followed = useFollowed();
  const row = at?.row;
  const name = row === undefined ? '' : copied(row);
  const copy = async () => {
    if (await toClipboard(name)) toast.success(m.copied(name));
    else toast.error(m.copyFailed);
  };
  const kept = row !== undefined && isFollowed(row, followed);
  const isSchema = row?.kind === 'schema';
  const setsTable = row?.kind === 'table' && !row.gone && !kept;
  const sets = setsTable || (isSchema && !kept);
  const removable = followed === null || row?.kind === 'table' || isSchema;
  return (
    <LineMenu at={at} onClose={onClose} label={m.title} focusHome={focusHome}>
      {row !== undefined && (
        <>
          {sets && (
            <DropdownItem icon={<Pencil />} onSelect={() => edit(row, 'name')}>
              {m.rename}
            </DropdownItem>
          )}
          {setsTable && (
            <>
              <DropdownItem icon={<Filter />} onSelect={() => edit(row, 'filter')}>
                {m.filter}
              </DropdownItem>
              <DropdownItem icon={<Columns3 />} onSelect={() => edit(row, 'columns')}>
                {m.columns}
              </DropdownItem>
            </>
          )}
          {sets && follows && (
            <DropdownItem icon={<ListChecks />} onSelect={() => edit(row, 'operations')}>
              {m.operations}
            </DropdownItem>
          )}
          {setsTable && hasParameters && (
            <DropdownItem icon={<SlidersHorizontal />} onSelect={() => edit(row, 'parameters')}>
              {m.parameters}
            </DropdownItem>
          )}
          {sets && isEditedRow(row) && (
            <DropdownItem icon={<RotateCcw />} onSelect={() => reset(row)}>
              {m.reset}
            </DropdownItem>
          )}
          {sets && <DropdownSeparator />}
          {isSchema && (
            <DropdownItem icon={row.open ? <ChevronsDownUp /> : <ChevronsUpDown />} onSelect={() => open(row)}>
              {row.open ? m.collapse : m.expand}
            </DropdownItem>
          )}
          <DropdownItem icon={<Copy />} onSelect={() => void copy()}>
            {m.copy}
          </DropdownItem>
          {removable && (
            <DropdownItem icon={<X />} tone="danger" onSelect={() => remove(row)}>
              {kept ? running.verbs.followed : m.remove}
            </DropdownItem>
          )}
        </>
      )}
    </LineMenu>
  );
}

/** With its schema, as SQL and the search have it. */
function copied(row: SelectedRow): string {
  const name = nameOfSelected(row);
  return row.kind === 'table' || row.kind === 'other' ? displayName({ schema: row.schema, name }) : name;
}
