'use client';

import { Columns3 } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { MenuCheck } from './data-table-filter.tsx';
import { DropdownMenu } from './dropdown-menu.tsx';
import { IconButton } from './icon-button.tsx';

export interface ChoosableColumn {
  readonly id: string;
  readonly label: string;
  readonly visible: boolean;
  /** Cannot be left out. */
  readonly fixed: boolean;
}

export interface DataTableColumnsProps {
  readonly label: string;
  readonly columns: readonly ChoosableColumn[];
  readonly onToggle: (id: string) => void;
  /** Rows with one line each. */
  readonly dense: { readonly label: string; readonly on: boolean; readonly onToggle: () => void };
  readonly reset: { readonly label: string; readonly onReset: () => void };
}

/** How a person wants the table: which columns, and how much air. */
export function DataTableColumns({ label, columns, onToggle, dense, reset }: DataTableColumnsProps) {
  return (
    <DropdownMenu
      trigger={<IconButton label={label} icon={<Columns3 />} />}
      className="max-h-(--radix-dropdown-menu-content-available-height) min-w-52"
    >
      <Radix.Label className="px-2 pt-1 pb-1.5 font-medium text-muted text-xs">{label}</Radix.Label>
      {columns.map((column) => (
        <MenuCheck key={column.id} checked={column.visible} disabled={column.fixed} onToggle={() => onToggle(column.id)}>
          {column.label}
        </MenuCheck>
      ))}
      <Radix.Separator className="-mx-1 my-1 h-px bg-border" />
      <MenuCheck checked={dense.on} onToggle={dense.onToggle}>
        {dense.label}
      </MenuCheck>
      <Radix.Item
        onSelect={reset.onReset}
        className="select-none rounded-md px-2 py-1.5 text-muted text-sm outline-none data-[highlighted]:bg-active"
      >
        {reset.label}
      </Radix.Item>
    </DropdownMenu>
  );
}
