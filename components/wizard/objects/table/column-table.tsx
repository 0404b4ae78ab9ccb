'use client';

import { KeyRound } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Input } from '#components/ui/input.tsx';
import { ColumnType } from './column-type.tsx';
import { tableMessages } from './messages.ts';
import { type ColumnEdit, nameOf, sharedNames } from './table-edit.ts';

export interface ColumnTableProps {
  readonly columns: readonly ColumnEdit[];
  /** The destination takes other types than those of the source. */
  readonly typed: boolean;
  readonly onChange: (columns: readonly ColumnEdit[]) => void;
}

const GRID =
  'grid grid-cols-[16px_minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-3 gap-y-1 px-3 sm:grid-cols-[16px_minmax(0,1.1fr)_minmax(0,1fr)_minmax(0,1.1fr)]';

export function ColumnTable({ columns, typed, onChange }: ColumnTableProps) {
  const m = useMessages(tableMessages);
  const shared = sharedNames(columns);
  const carried = columns.filter((column) => column.carried).length;
  const set = (name: string, edit: Partial<Pick<ColumnEdit, 'carried' | 'as' | 'typeAs'>>) =>
    onChange(columns.map((column) => (column.name === name ? { ...column, ...edit } : column)));
  const all = (to: boolean) => onChange(columns.map((column) => ({ ...column, carried: to || column.key || keepsOne(columns, column) })));
  return (
    <div className="overflow-hidden rounded-md border">
      <div className={cn(GRID, 'h-9 border-b bg-surface-2/60 font-medium text-muted text-xs')}>
        <Checkbox aria-label={m.allColumns} checked={carried === columns.length ? true : 'indeterminate'} onCheckedChange={all} />
        <span>
          {m.column} <span className="numeric font-normal text-subtle">{m.chosen(carried, columns.length)}</span>
        </span>
        <span className="hidden sm:block">{typed ? m.typeAs : m.type}</span>
        <span>{m.columnAs}</span>
      </div>
      <ul className="scroll-quiet max-h-72 divide-y overflow-y-auto">
        {columns.map((column) => {
          const clash = column.carried && shared.has(nameOf(column));
          // One column has to stay; the key always does.
          const fixed = column.key || (column.carried && carried === 1);
          return (
            <li key={column.name} className={cn(GRID, 'py-1')}>
              <span title={column.key ? m.keyText : undefined}>
                <Checkbox
                  aria-label={m.carry(column.name)}
                  checked={column.carried}
                  disabled={fixed}
                  onCheckedChange={(next) => set(column.name, { carried: next })}
                />
              </span>
              <span className={cn('flex min-w-0 items-center gap-1.5 font-mono text-xs', !column.carried && 'text-subtle')}>
                <span title={column.name} className="truncate">
                  {column.name}
                </span>
                {column.key && (
                  <span title={m.keyText} className="shrink-0">
                    <KeyRound role="img" aria-label={m.key} className="size-3 text-warning" />
                  </span>
                )}
              </span>
              {typed ? (
                <ColumnType column={column} onChange={(typeAs) => set(column.name, { typeAs })} />
              ) : (
                <span title={column.type} className="hidden truncate font-mono text-subtle text-xs sm:block">
                  {column.type}
                </span>
              )}
              <span className="min-w-0">
                <Input
                  mono
                  aria-label={m.columnAsOf(column.name)}
                  aria-invalid={clash || undefined}
                  title={clash ? m.sameName : undefined}
                  value={column.as}
                  placeholder={column.name}
                  disabled={!column.carried}
                  onChange={(event) => set(column.name, { as: event.target.value })}
                  className="h-7"
                />
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Of a table without a key the first column stays. */
function keepsOne(columns: readonly ColumnEdit[], column: ColumnEdit): boolean {
  return !columns.some(({ key }) => key) && columns[0] === column;
}
