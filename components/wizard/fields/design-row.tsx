'use client';

import { RotateCcw } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { TableDesign } from '#engine/engine.ts';
import { displayName } from '#engine/schema/table.ts';
import type { SelectDbTable } from '#engine/task/config.ts';
import { ColumnPicker } from './column-picker.tsx';
import { fieldsMessages } from './messages.ts';
import { formOf, type ModelForm, saidBy, statusOf } from './model.ts';

export interface DesignRowProps {
  readonly design: TableDesign;
  readonly said: SelectDbTable | undefined;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onChange: (model: SelectDbTable | null) => void;
}

/** One table: engine, key, distribution and buckets. */
export function DesignRow({ design, said, selected, onSelect, onChange }: DesignRowProps) {
  const m = useMessages(fieldsMessages);
  const name = displayName(design.source);
  const form = formOf(design, said);
  const status = design.exists ? 'exists' : statusOf(design, said);
  const set = (edit: Partial<ModelForm>) => {
    onSelect();
    onChange(saidBy({ ...form, ...edit }));
  };
  const columns = design.columns.map((column) => ({ name: column.name, type: column.sourceType }));
  const spread = form.engine === 'unique' ? columns.filter((column) => form.keys.includes(column.name)) : columns;
  return (
    <TableRow selected={selected}>
      <Td className="px-2">
        <button
          type="button"
          aria-pressed={selected}
          onClick={onSelect}
          className="block w-full truncate rounded-sm text-left font-medium"
          title={name}
        >
          {name}
        </button>
        <span className="mt-0.5 flex items-center gap-1">
          <Badge tone={status === 'open' ? 'warning' : status === 'done' ? 'success' : 'neutral'}>{m.status[status]}</Badge>
          {said !== undefined && !design.exists && (
            <IconButton size="sm" icon={<RotateCcw />} label={m.resetOf(name)} onClick={() => onChange(null)} className="size-5" />
          )}
        </span>
      </Td>
      <Td className="px-2">
        <Select
          size="sm"
          aria-label={m.of(m.columns.engine, name)}
          value={form.engine}
          disabled={design.exists}
          onValueChange={(engine) => set({ engine, keys: said?.keys ?? (engine === 'unique' ? design.sourceKey : []) })}
          options={(['unique', 'duplicate'] as const).map((value) => ({ value, label: m.engines[value] }))}
        />
      </Td>
      <Td className="px-2">
        <ColumnPicker
          label={m.of(m.columns.keys, name)}
          columns={columns}
          chosen={form.keys}
          onChange={(keys) => set({ keys })}
          empty={m.none}
          nothing={m.none}
          disabled={design.exists}
        />
      </Td>
      <Td className="px-2">
        <ColumnPicker
          label={m.of(m.columns.distribution, name)}
          columns={spread}
          chosen={form.distribution}
          onChange={(distribution) => set({ distribution })}
          empty={form.engine === 'unique' ? m.wholeKey : m.random}
          nothing={m.noColumns}
          disabled={design.exists}
        />
      </Td>
      <Td className="px-2">
        <NumberInput
          aria-label={m.of(m.columns.buckets, name)}
          placeholder={m.auto}
          min={1}
          step={1}
          value={form.buckets === 'auto' ? '' : form.buckets}
          disabled={design.exists}
          onValueChange={(value) => {
            if (value === undefined) set({ buckets: 'auto' });
            else if (Number.isInteger(value) && value >= 1) set({ buckets: value });
          }}
          className="h-7"
        />
      </Td>
    </TableRow>
  );
}
