'use client';

import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { Button } from './button.tsx';
import { DropdownMenu } from './dropdown-menu.tsx';

export interface FilterOption<Value extends string> {
  readonly value: Value;
  /** Read aloud and searched by typing. */
  readonly label: string;
  readonly face?: ReactNode;
  /** How many rows it would leave. */
  readonly count?: string | undefined;
}

export interface DataTableFilterProps<Value extends string> {
  readonly label: string;
  readonly options: readonly FilterOption<Value>[];
  /** None: this filter takes nothing away. */
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
  readonly clearLabel: string;
}

/** One filter of a table: several values may be chosen, and a row passes with any of them. The menu stays open for the next. */
export function DataTableFilter<Value extends string>({ label, options, chosen, onChange, clearLabel }: DataTableFilterProps<Value>) {
  const names = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  return (
    <DropdownMenu
      align="start"
      className="max-h-80 min-w-52"
      trigger={
        <Button
          size="sm"
          aria-label={names.length === 0 ? label : `${label}: ${names.join(', ')}`}
          className={cn('h-8 font-normal', names.length > 0 ? 'border-accent/60 bg-accent-soft text-accent-text' : 'text-muted')}
        >
          {label}
          {names.length > 0 && (
            <span className="max-w-32 truncate font-medium">{names.length === 1 ? names[0] : String(names.length)}</span>
          )}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      {options.map((option) => (
        <MenuCheck
          key={option.value}
          checked={chosen.includes(option.value)}
          onToggle={() =>
            onChange(options.map(({ value }) => value).filter((value) => chosen.includes(value) !== (value === option.value)))
          }
          textValue={option.label}
          end={option.count}
        >
          {option.face ?? option.label}
        </MenuCheck>
      ))}
      <Radix.Separator className="-mx-1 my-1 h-px bg-border" />
      <Radix.Item
        disabled={names.length === 0}
        onSelect={() => onChange([])}
        className="select-none rounded-md px-2 py-1.5 text-muted text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-active"
      >
        {clearLabel}
      </Radix.Item>
    </DropdownMenu>
  );
}

export interface MenuCheckProps {
  readonly checked: boolean;
  readonly onToggle: () => void;
  readonly disabled?: boolean | undefined;
  readonly textValue?: string | undefined;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A line of a menu that is on or off, and leaves the menu open. */
export function MenuCheck({ checked, onToggle, disabled = false, textValue, end, children }: MenuCheckProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      disabled={disabled}
      onCheckedChange={onToggle}
      onSelect={(event) => event.preventDefault()}
      {...(textValue === undefined ? {} : { textValue })}
      className="flex select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-active"
    >
      <span
        aria-hidden
        className={cn(
          'grid size-4 shrink-0 place-items-center rounded-sm border',
          checked ? 'border-accent bg-accent text-accent-foreground' : 'border-border-strong bg-surface',
        )}
      >
        {checked && <Check className="size-3" strokeWidth={3.5} />}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {end !== undefined && <span className="numeric shrink-0 text-muted text-xs">{end}</span>}
    </Radix.CheckboxItem>
  );
}
