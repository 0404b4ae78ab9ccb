'use client';

import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { cn } from '#components/class-names.ts';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { toggled } from './model.ts';

export interface ColumnPickerProps {
  readonly label: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** In the order of the choosing. */
  readonly chosen: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
  /** What stands there while nothing is chosen. */
  readonly empty: string;
  /** In place of the list when there is nothing to choose from. */
  readonly nothing: string;
  readonly disabled?: boolean | undefined;
}

/** Chooses columns in an order, which their numbers show. The menu stays open for the next one. */
export function ColumnPicker({ label, columns, chosen, onChange, empty, nothing, disabled = false }: ColumnPickerProps) {
  return (
    <DropdownMenu
      align="start"
      className="max-h-80"
      trigger={
        <button
          type="button"
          disabled={disabled}
          aria-label={`${label}: ${chosen.length === 0 ? empty : chosen.join(', ')}`}
          title={chosen.join(', ')}
          className="control flex h-7 w-full min-w-0 items-center justify-between gap-1.5 px-2 text-left text-xs disabled:cursor-not-allowed disabled:opacity-50"
        >
          <span className={cn('min-w-0 truncate', chosen.length === 0 ? 'text-muted' : 'font-mono')}>
            {chosen.length === 0 ? empty : chosen.join(', ')}
          </span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
      }
    >
      {columns.length === 0 && <p className="px-2 py-1.5 text-muted text-sm">{nothing}</p>}
      {columns.map(({ name, type }) => {
        const place = chosen.indexOf(name);
        return (
          <Radix.CheckboxItem
            key={name}
            checked={place !== -1}
            onCheckedChange={() => onChange(toggled(chosen, name))}
            onSelect={(event) => event.preventDefault()}
            className="flex select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-active"
          >
            <span className="numeric grid size-4 shrink-0 place-items-center rounded-sm border border-border-strong text-2xs">
              {place === -1 ? null : chosen.length > 1 ? place + 1 : <Check aria-hidden className="size-3" />}
            </span>
            <span className="min-w-0 flex-1 truncate font-mono text-xs">{name}</span>
            <span className="shrink-0 text-2xs text-muted">{type}</span>
          </Radix.CheckboxItem>
        );
      })}
    </DropdownMenu>
  );
}
