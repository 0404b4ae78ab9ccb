'use client';

import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { otherTypes } from '#engine/schema/typename.ts';
import { tableMessages } from './messages.ts';
import { type ColumnEdit, typeFault } from './table-edit.ts';

export interface ColumnTypeProps {
  readonly column: ColumnEdit;
  readonly onChange: (typeAs: string) => void;
}

/** The type of one column at the destination; that of the source is shown, and comes back. */
export function ColumnType({ column, onChange }: ColumnTypeProps) {
  const m = useMessages(tableMessages);
  const text = useText();
  const proposals = useId();
  const fault = typeFault(column);
  const isSet = column.typeAs !== '';
  return (
    <span className="flex min-w-0 flex-col gap-0.5 max-sm:order-last max-sm:col-span-2 max-sm:col-start-2">
      <span className="flex min-w-0 items-center gap-1">
        <Input
          mono
          list={proposals}
          aria-label={m.typeAsOf(column.name)}
          aria-invalid={fault === null ? undefined : true}
          title={fault === null ? column.type : text(fault)}
          value={column.typeAs}
          placeholder={column.type}
          disabled={!column.carried}
          onChange={(event) => onChange(event.target.value)}
          className="h-7"
        />
        {isSet && <IconButton size="sm" label={m.typeReset(column.name, column.type)} onClick={() => onChange('')} icon={<RotateCcw />} />}
      </span>
      {isSet && <span className="truncate font-mono text-[11px] text-subtle">{m.typeAtSource(column.type)}</span>}
      <datalist id={proposals}>
        {otherTypes(column.type).map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
    </span>
  );
}
